/** What was begun in this tab and not sent yet: it is there again when the page is loaded again. */

/** @returns what was kept under a name, or undefined */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem("himar." + name)) ?? undefined;
  } catch (unreadable) {
    return undefined;
  }
}

export function keep(name, value) {
  sessionStorage.setItem("himar." + name, JSON.stringify(value));
}
