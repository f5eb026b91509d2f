/** Makes an element; properties are those of its DOM interface, names with a dash are attributes. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter(child => child !== undefined && child !== null));
  return made;
}

/** A button that is no submit button. */
export function button(text, onclick, properties = {}) {
  return element("button", { type: "button", textContent: text, onclick, ...properties });
}

export const byId = id => document.getElementById(id);

/** Says a thing to those who do not see the page. */
export function announce(text) {
  byId("said").textContent = text;
}
