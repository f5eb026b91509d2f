/** What a picture is before there is one: the noise of its seed, in which more and more tokens become known. */

const SIDE = 8;
const CELLS = SIDE * SIDE;

/** Numbers that follow from a seed (mulberry32). */
function numbers(seed) {
  let state = (seed ^ (seed / 2 ** 32)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws on a canvas of one pixel a cell. */
export class Noise {
  constructor(seed) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = SIDE;
    this.canvas.className = "noise";
    this.canvas.setAttribute("aria-hidden", "true");
    const next = numbers(seed);
    this.order = Array.from({ length: CELLS }, (unused, cell) => [next(), cell]).sort((a, b) => a[0] - b[0]).map(each => each[1]);
    this.values = Array.from({ length: CELLS }, next);
    this.draw(0);
  }

  /** @param known share of the tokens that are known, 0 to 1 */
  draw(known) {
    const context = this.canvas.getContext("2d");
    const pixels = context.createImageData(SIDE, SIDE);
    const certain = Math.round(known * CELLS);
    this.order.forEach((cell, place) => {
      const grey = place < certain ? 128 : 255 * this.values[cell];
      pixels.data.set([grey, grey, grey, place < certain ? 40 : 150], 4 * cell);
    });
    context.putImageData(pixels, 0, 0);
  }
}
