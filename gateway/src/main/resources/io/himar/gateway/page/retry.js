/** What is asked for must not be lost while the gateway is away: it is asked for again until there is an answer. */

const PAUSE = 2000;

/**
 * Does a task, again and again while the gateway is away.
 *
 * @param isWanted whether it is still to be done
 * @param onAway called with the problem of each try that had no answer
 */
export async function persist(task, isWanted = () => true, onAway = () => {}) {
  for (;;) {
    try {
      return await task();
    } catch (problem) {
      if (!problem.isAway || !isWanted()) throw problem;
      onAway(problem);
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
  }
}
