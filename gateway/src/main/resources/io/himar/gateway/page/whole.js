/*
 * Says so where a file of the page did not arrive: a module that misses one of its own never begins, and would say nothing.
 * No module itself, so that it needs nothing but this file and is there before all others.
 */
(() => {
  let missing = false;
  const say = () => {
    const banner = document.getElementById("incomplete");
    if (!missing || !banner) return;
    banner.hidden = false;
    document.getElementById("connection").textContent = "not loaded";
    document.getElementById("again").onclick = () => location.reload();
  };
  // Such errors don't bubble; on their way down they are heard.
  addEventListener("error", ({ target }) => {
    if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
    missing = true;
    say();
  }, true);
  addEventListener("DOMContentLoaded", say);
})();
