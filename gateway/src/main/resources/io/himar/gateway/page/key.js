/** The key by which the gateway knows who asks, where it wants one. It stays in this browser. */
import { byId } from "./element.js";

const NAME = "himar.key";

let changed = () => {};

export const currentKey = () => sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME);

function store(key, remember) {
  sessionStorage.removeItem(NAME);
  localStorage.removeItem(NAME);
  if (key) (remember ? localStorage : sessionStorage).setItem(NAME, key);
}

/** Opens the dialog, where it is not open already. */
export function keyRefused() {
  const dialog = byId("key");
  if (dialog.open) return;
  byId("key-problem").textContent = currentKey() ? "himar does not take this key." : "himar asks for a key.";
  dialog.showModal();
}

/** @param onChange called when there is another key, or none */
export function prepareKeyDialog(onChange) {
  changed = onChange;
  const dialog = byId("key");
  const field = byId("key-value");
  const remember = byId("key-remember");
  byId("key-open").addEventListener("click", () => {
    byId("key-problem").textContent = "";
    field.value = currentKey() ?? "";
    remember.checked = localStorage.getItem(NAME) !== null;
    dialog.showModal();
  });
  byId("key-form").addEventListener("submit", () => {
    store(field.value.trim(), remember.checked);
    changed();
  });
  byId("key-forget").addEventListener("click", () => {
    store("");
    field.value = "";
    dialog.close();
    changed();
  });
  byId("key-cancel").addEventListener("click", () => dialog.close());
}
