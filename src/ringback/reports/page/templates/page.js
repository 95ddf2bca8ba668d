(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const said = document.getElementById("said");

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const code = document.getElementById(button.dataset.of);
    let done = await copied(code.textContent);
    if (!done) {
      const range = document.createRange();
      range.selectNodeContents(code);
      const chosen = window.getSelection();
      chosen.removeAllRanges();
      chosen.addRange(range);
      done = document.execCommand("copy");
    }
    const before = button.dataset.name;
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    said.textContent = done ? before + " copied" : "The text is selected";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });

  const opened = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  };
  const toTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    opened(target);
    const own = target.querySelector(":scope > details");
    if (own) own.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", toTarget);
  toTarget();

  for (const map of document.querySelectorAll(".map")) {
    const links = [...map.querySelectorAll(".icicle a")];
    const panel = map.querySelector(".panel");
    if (!links.length) continue;
    const byId = new Map(links.map((link) => [link.dataset.at, link]));
    let current = null;
    const choose = (link, focus) => {
      for (const each of links) {
        const own = each === link;
        each.classList.toggle("chosen", own);
        each.setAttribute("tabindex", own ? "0" : "-1");
        if (own) each.setAttribute("aria-current", "true");
        else each.removeAttribute("aria-current");
      }
      current = link;
      const entry = document.getElementById(link.getAttribute("href").slice(1));
      const copy = entry.querySelector(":scope > .entry").cloneNode(true);
      panel.replaceChildren(copy);
      if (focus) link.focus();
    };
    const inRow = (link, step) => {
      const row = links.filter((each) => each.dataset.row === link.dataset.row);
      return row[row.indexOf(link) + step];
    };
    for (const link of links) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        choose(link, true);
      });
      link.addEventListener("keydown", (event) => {
        const next = {
          ArrowUp: () => byId.get(link.dataset.up),
          ArrowDown: () => links.find((each) => each.dataset.up === link.dataset.at),
          ArrowLeft: () => inRow(link, -1),
          ArrowRight: () => inRow(link, 1),
          Home: () => links[0],
          " ": () => link,
        }[event.key];
        if (!next) return;
        event.preventDefault();
        const found = next();
        if (found) choose(found, true);
      });
    }
    choose(links.find((each) => each.classList.contains("broken")) || links[0], false);
  }

  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details.cause-body, .map")) each.open = true;
  });
})();
