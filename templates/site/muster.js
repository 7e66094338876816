// Search, filters and sorting for the pages of a report. The pages hold everything without it; it only
// finds. It makes no request but for data files of the same report, which are scripts, so that it works from
// a folder on disk too. Texts of the report are set as text, never as markup.
(() => {
  "use strict";

  const own = document.currentScript;
  const root = own.dataset.root ?? (own.getAttribute("src") || "").replace(/static\/[^/]*$/, "");
  const MAX_RESULTS = 20;
  const MAX_ROWS = 100;

  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") element.className = value;
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null) element.setAttribute(key, String(value));
    }
    element.append(...children);
    return element;
  };

  // ---- Data files: each pushes one pair of a name and a value.

  const arrived = (self.musterData = self.musterData || []);
  const loading = new Map();
  const named = (file) => file.split("/").pop().split("-").slice(0, 2).join("-");
  const value = (file) => {
    const pair = arrived.find(([name]) => name === named(file));
    if (!pair) throw new Error(file);
    return pair[1];
  };
  const load = (file) => {
    if (!loading.has(file)) {
      loading.set(file, new Promise((resolve, reject) => {
        // A page that holds everything holds the data, too.
        if ("inline" in own.dataset) return resolve(value(file));
        const script = make("script", { src: root + file });
        script.addEventListener("load", () => {
          try {
            resolve(value(file));
          } catch (error) {
            reject(error);
          }
        });
        script.addEventListener("error", () => {
          loading.delete(file);
          reject(new Error(file));
        });
        document.head.append(script);
        return undefined;
      }));
    }
    return loading.get(file);
  };
  // [[[key, file], …], [file of findings, …], [[id, name] of a framework, …], findings of a file, what is not found, the lists of findings]
  const index = () => load(own.dataset.index ?? self.musterIndex);
  // Texts are in a file once; what refers to them has their numbers.
  const read = new Map();
  const once = (file, make) => {
    if (!read.has(file)) read.set(file, load(file).then(make));
    return read.get(file);
  };
  const linked = (page, place) => (place ? page + "#" + place : page);
  // Where a file has every finding, it has their number in place of the numbers of their rows.
  const entriesOf = (file) => once(file, ([texts, entries, rows]) => [entries.map(([kind, title, detail, page, place]) =>
    [kind, texts[title], texts[detail], linked(texts[page], texts[place])]), typeof rows === "number" ? [...Array(rows).keys()] : rows]);
  // The columns of a row of a finding. A file has each asset, control, addressee and result once, and what is
  // empty or nought at the end of a result is left out. Rows are a result and the assets that have it.
  const OF = ["asset", "tier", "owner", "page", "control", "domain", "place", "asked", "page-asked", "beside",
    "severity", "state", "sentence", "frameworks", "waiver", "since", "due", "waived", "overdue", "age"];
  const rowsOf = (file) => once(file, ([texts, assets, controls, asked, results, rows]) => {
    const words = (numbers) => numbers.map((number) => texts[number]);
    return rows.flatMap(([result, ...own]) => {
      const [control, person, ...rest] = results[result];
      const all = [...rest, ...Array(10 - rest.length).fill(0)];
      const stated = [...words([...controls[control], ...asked[person]]), ...words(all.slice(0, 8)), all[8], all[9] - 2];
      return own.map((asset) => [...words(assets[asset]), ...stated]);
    });
  });
  const of = (row, name) => row[OF.indexOf(name)];
  const href = (row) => linked(of(row, "page"), of(row, "place"));

  // ---- Search

  const low = (text) => text.toLowerCase();
  const KINDS = ["Asset", "Finding", "Control", "Requirement", "Owner", "Page"];

  // The file of a word: the only one, or by its first letter, or by two where one letter has too many.
  const shard = (keys, word) => {
    const letters = [...word];
    const of = (count) => letters.slice(0, count).map((letter) => (/[a-z0-9]/.test(letter) ? letter : "_")).join("");
    return keys.get("all") || keys.get(of(2)) || keys.get(of(1));
  };

  const find = async (query) => {
    const words = low(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!words.length) return [];
    const [shards, files, , size] = await index();
    const keys = new Map(shards);
    // The longest word is the rarest.
    const first = [...words].sort((a, b) => b.length - a.length)[0];
    const file = shard(keys, first);
    if (!file) return [];
    const [others, numbers] = await entriesOf(file);
    const needed = [...new Set(numbers.map((number) => Math.floor(number / size)))];
    const chunks = new Map(await Promise.all(needed.map(async (at) => [at, await rowsOf(files[at])])));
    const findings = numbers.map((number) => {
      const row = chunks.get(Math.floor(number / size))[number % size];
      return [1, of(row, "control") + " " + of(row, "sentence"),
        of(row, "asset") + ", " + of(row, "severity") + ", " + of(row, "owner"), href(row)];
    });
    const entries = [...others, ...findings];
    const found = [];
    const whole = low(query.trim());
    for (const entry of entries) {
      const [kind, title, detail] = entry;
      const text = low(title + " " + detail);
      const parts = text.split(/[^\p{L}\p{N}]+/u);
      if (!words.every((word) => parts.some((part) => part.startsWith(word)))) continue;
      const start = low(title).startsWith(whole) ? 0 : low(title).includes(whole) ? 1 : 2;
      found.push([start * 10 + kind, entry]);
    }
    found.sort((a, b) => a[0] - b[0]);
    return found.map(([, entry]) => entry);
  };

  const search = () => {
    const input = make("input", {
      type: "search", id: "search-input", role: "combobox", "aria-expanded": "false", autocomplete: "off",
      "aria-controls": "search-list", "aria-autocomplete": "list", spellcheck: "false",
      placeholder: "Press / to search",
    });
    const list = make("ul", { role: "listbox", id: "search-list", "aria-label": "Results", hidden: true });
    const status = make("p", { role: "status", class: "search-status" });
    const box = make("div", { class: "search", role: "search" },
      make("label", { for: "search-input" }, "Search"), input, list, status);
    (document.querySelector("[data-search]") || document.querySelector("header") || document.body).append(box);

    let active = -1;
    let turn = 0;
    const options = () => [...list.children];
    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      const all = options();
      if (!all.length) return;
      active = (next + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    };
    const go = (option) => {
      if (!option) return;
      close();
      location.href = option.dataset.href;
    };
    const show = (found, beyond, lists) => {
      list.replaceChildren(...found.slice(0, MAX_RESULTS).map(([kind, title, detail, href], at) =>
        make("li", { role: "option", id: "search-" + at, "aria-selected": "false", "data-href": root + href },
          make("span", { class: "search-kind" }, KINDS[kind] || ""), " ",
          make("span", { class: "search-title" }, title), " ",
          make("span", { class: "search-detail" }, detail))));
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      const more = found.length - MAX_RESULTS;
      if (!found.length) {
        status.replaceChildren("Nothing found. " + beyond + " ", make("a", { href: root + lists }, "Lists of findings"));
        return;
      }
      status.textContent = found.length === 1 ? "1 result." : found.length + " results" + (more > 0 ? ", the first " + MAX_RESULTS + " are listed." : ".");
    };
    input.addEventListener("input", async () => {
      const now = ++turn;
      if (!input.value.trim()) {
        close();
        status.textContent = "";
        return;
      }
      try {
        const [found, [, , , , beyond, lists]] = await Promise.all([find(input.value), index()]);
        if (now === turn) show(found, beyond, lists);
      } catch {
        status.textContent = "The search index could not be read.";
      }
    });
    input.addEventListener("keydown", (event) => {
      const moves = { ArrowDown: active + 1, ArrowUp: active < 0 ? -1 : active - 1 };
      if (event.key in moves && !list.hidden) {
        event.preventDefault();
        mark(moves[event.key]);
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        go(options()[Math.max(active, 0)]);
      } else if (event.key === "Escape") {
        if (list.hidden) input.value = "";
        close();
        status.textContent = "";
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => go(event.target.closest("li")));
    input.addEventListener("blur", close);
    input.addEventListener("focus", () => { index().catch(() => {}); }, { once: true });
    document.addEventListener("keydown", (event) => {
      const writes = event.target.closest && event.target.closest("input, select, textarea");
      if (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  };

  // ---- Links to a place: it may be inside something that is closed.

  const reveal = () => {
    let place = null;
    try {
      place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    if (!place) return;
    for (let at = place; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
    place.scrollIntoView();
  };

  // ---- The state of filters and sorting is the part of the address after `#?`.

  const state = () => new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
  const store = (change) => {
    const next = state();
    change(next);
    for (const [key, value] of [...next]) if (!value) next.delete(key);
    const text = next.toString();
    if (text !== state().toString()) location.hash = text ? "?" + text : "?";
  };

  // ---- Sorting

  const SEVERITIES = ["critical", "high", "medium", "low", "info"];
  const collator = new Intl.Collator("en", { numeric: true });
  const rank = (text) => {
    const severity = SEVERITIES.indexOf(low(text));
    if (severity >= 0) return severity;
    const number = text.replace(/[,\s+%]/g, "").replace("−", "-");
    return /^-?\d+(\.\d+)?$/.test(number) ? Number(number) : null;
  };
  const compare = (one, other) => {
    const [a, b] = [rank(one), rank(other)];
    if (a !== null && b !== null) return a - b;
    return (a === null) - (b === null) || collator.compare(one, other);
  };
  const cell = (row, at) => (row.cells[at] ? row.cells[at].textContent.trim() : "");
  const slug = (text) => low(text.trim()).replace(/[^a-z0-9]+/g, "-");

  const sortable = (table, key, redraw) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head) => {
      const name = head.textContent.trim();
      if (!name || name === "Bar") return;
      const button = make("button", { type: "button", class: "sort" }, name);
      head.replaceChildren(button);
      button.addEventListener("click", () => store((next) => {
        const now = next.get(key);
        next.set(key, now === slug(name) ? "-" + slug(name) : now === "-" + slug(name) ? "" : slug(name));
      }));
    });
    return () => {
      const wanted = state().get(key) || "";
      const down = wanted.startsWith("-");
      const at = heads.findIndex((head) => slug(head.textContent) === wanted.replace(/^-/, ""));
      heads.forEach((head, number) => {
        if (number === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      redraw(at < 0 ? null : (a, b) => compare(cell(a, at), cell(b, at)) * (down ? -1 : 1));
    };
  };

  // ---- Filters

  const select = (name, key, values, first = "All") => {
    const id = "filter-" + key;
    const field = make("select", { id }, make("option", { value: "" }, first),
      ...values.map(([value, text]) => make("option", { value }, text)));
    field.addEventListener("change", () => store((next) => next.set(key, field.value)));
    const show = () => {
      const wanted = state().get(key) || "";
      field.value = wanted;
      // An address may hold a value that this list does not have: it filters all the same.
      if (wanted && field.value !== wanted) {
        field.append(make("option", { value: wanted }, wanted));
        field.value = wanted;
      }
    };
    return [make("p", { class: "filter" }, make("label", { for: id }, name), field), show];
  };
  const distinct = (values) => [...new Set(values)].filter(Boolean).sort(compare).map((value) => [value, value]);
  // On a narrow screen the filters are folded away until one is in use.
  const form = (table, fields, keys) => {
    const place = table.closest("[data-list], .scroll");
    const clear = make("button", { type: "button" }, "Clear filters");
    clear.addEventListener("click", () => store((next) => keys.forEach((key) => next.delete(key))));
    const status = make("p", { role: "status", class: "filter-status" });
    const form = make("form", { "aria-label": "Filter: " + table.caption.textContent }, ...fields.map(([field]) => field), clear);
    form.addEventListener("submit", (event) => event.preventDefault());
    const wide = matchMedia("(min-width: 40rem)").matches;
    const used = keys.some((key) => state().get(key));
    place.before(make("details", { class: "filters", open: wide || used }, make("summary", {}, "Filters"), form), status);
    return status;
  };

  const AGES = [["this-run", "First seen in this run"], ["30", "Over 30 days"], ["90", "Over 90 days"],
    ["180", "Over 180 days"], ["365", "Over 365 days"], ["overdue", "Overdue"]];
  const isOpen = (row) => of(row, "state") !== "not assessed";
  const aged = (row, wanted) => {
    if (wanted === "overdue") return of(row, "overdue") === 1;
    if (wanted === "this-run") return of(row, "age") === -1;
    return of(row, "age") > Number(wanted);
  };

  // A list of findings is filtered over all its pages: its rows are made from the data, as the pages have them.
  const findings = (wrap, table, prefix) => {
    const list = wrap.dataset.list;
    const body = table.tBodies[0];
    const original = [...body.rows];
    // Fields are between backticks, as on the pages.
    const ticked = (text) => text.split("`").length % 2 === 0 ? [text]
      : text.split("`").map((piece, at) => (at % 2 ? make("code", {}, piece) : piece));
    const badge = (kind, text) => [" ", make("b", { class: kind }, text)];
    const asked = (row) => {
      const page = of(row, "page-asked");
      const person = page ? make("a", { href: root + page }, of(row, "asked")) : of(row, "asked");
      return of(row, "beside") ? [person, make("span", { class: "sub" }, of(row, "beside"))] : [person];
    };
    const since = (row) => {
      const [, day, rest] = /^(\d{4}-\d\d-\d\d)(.*)$/.exec(of(row, "since")) || [];
      return day ? [make("time", {}, day), rest] : [of(row, "since")];
    };
    const due = (row) => {
      if (!isOpen(row)) return [];
      const day = of(row, "due") ? make("time", {}, of(row, "due")) : "—";
      const waived = of(row, "waived") ? [" ", make("small", {}, "waived until ", make("time", {}, of(row, "waived")))] : [];
      return [day, ...(of(row, "overdue") ? badge("o-fail", "overdue") : []), ...waived];
    };
    const made = (row) => make("tr", {},
      make("td", {}, make("b", { class: "s-" + of(row, "severity") }, of(row, "severity"))),
      make("td", { class: "wide" },
        make("a", { href: root + href(row) }, of(row, "control") + " ", ...ticked(of(row, "sentence"))),
        ...(isOpen(row) ? [] : badge("o-unknown", of(row, "state"))),
        ...(of(row, "waiver") ? badge("waiver", "waiver " + of(row, "waiver")) : [])),
      make("td", {}, of(row, "asset")), make("td", {}, of(row, "tier")), make("td", {}, ...asked(row)),
      make("td", {}, of(row, "domain")), make("td", {}, ...since(row)),
      make("td", { class: "day" }, ...due(row)));
    let ready = null;
    const rows = () => {
      ready = ready || index().then(async ([, files]) => {
        const all = (await Promise.all(files.map(rowsOf))).flat();
        if (list !== "overdue") return all;
        return all.filter((row) => aged(row, list)).sort((a, b) => collator.compare(of(a, "due"), of(b, "due")));
      });
      return ready;
    };
    const names = ["severity", "state", "tier", "domain", "owner", "asked", "framework", "age"];
    let fields = [];
    let status = null;
    let turn = 0;
    let most = MAX_ROWS;
    let last = "";
    const more = make("button", { type: "button", class: "filter-more", hidden: true }, "Show more");
    const sort = sortable(table, prefix + "sort", (order) => draw(order));
    more.addEventListener("click", () => {
      most += MAX_ROWS;
      sort();
    });
    const draw = async (order) => {
      const now = ++turn;
      const wanted = names.map((name) => [name, state().get(prefix + name)]).filter(([, value]) => value);
      fields.forEach(([, show]) => show());
      const rest = wrap.parentElement.querySelectorAll("nav.steps, p.shown");
      if (!wanted.length && !order) {
        body.replaceChildren(...original);
        status.textContent = "";
        more.hidden = true;
        rest.forEach((element) => { element.hidden = false; });
        return;
      }
      const [, , frameworks] = await index();
      const all = await rows();
      if (now !== turn) return;
      if (last !== location.hash) most = MAX_ROWS;
      last = location.hash;
      // The list is of what is open until a state is chosen.
      const base = list === "index" && !state().get(prefix + "state") ? all.filter(isOpen) : all;
      const kept = base.filter((row) => wanted.every(([name, value]) => {
        if (name === "age") return aged(row, value);
        if (name === "framework") return of(row, "frameworks").split(",").some((at) => frameworks[at] && frameworks[at][0] === value);
        if (name === "state" && value === "open") return isOpen(row);
        if (name === "state" && value === "all") return true;
        return of(row, name) === value;
      }));
      const elements = kept.map(made);
      if (order) elements.sort(order);
      body.replaceChildren(...elements.slice(0, most));
      more.hidden = kept.length <= most;
      rest.forEach((element) => { element.hidden = true; });
      status.textContent = kept.length + " of " + base.length + " findings"
        + (kept.length > most ? ", the first " + most + " are listed." : ".");
    };
    const start = async () => {
      const [, , frameworks] = await index();
      const all = await rows();
      const values = (name) => distinct(all.map((row) => of(row, name)));
      const choices = {
        severity: ["Severity", values("severity")],
        state: list === "index"
          ? ["State", [["all", "Open and not assessed"], ...values("state")], "Open (fail or partial)"]
          : ["State", values("state")],
        tier: ["Tier", values("tier")],
        domain: ["Domain", values("domain")],
        owner: ["Owner", values("owner")],
        asked: ["Asked to act", values("asked")],
        framework: ["Framework", frameworks],
        age: ["Age", AGES],
      };
      fields = names.map((name) => select(choices[name][0], prefix + name, ...choices[name].slice(1)));
      status = form(table, fields, [...names, "sort"].map((name) => prefix + name));
      wrap.after(more);
      sort();
    };
    start().catch(() => {});
    return () => { if (status) sort(); };
  };

  // Any other list: its own rows, by the columns that have few values.
  const COLUMNS = ["kind", "tier", "owner", "responsible-domain", "state"];
  // What a cell is filtered by: its label, where it has one.
  const word = (row, at) => {
    const label = row.cells[at] && row.cells[at].querySelector("b");
    return label ? label.textContent.trim() : cell(row, at);
  };
  const rows = (table, prefix) => {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const filters = heads.map((head, at) => [slug(head.textContent), head.textContent.trim(), at])
      .filter(([name, , at]) => COLUMNS.includes(name) && new Set(original.map((row) => word(row, at))).size > 1);
    const fields = filters.map(([name, title, at]) =>
      select(title, prefix + name, distinct(original.map((row) => word(row, at)))));
    const keys = filters.map(([name]) => prefix + name);
    const status = fields.length ? form(table, fields, [...keys, prefix + "sort"]) : null;
    return sortable(table, prefix + "sort", (order) => {
      fields.forEach(([, show]) => show());
      const wanted = filters.map(([name, , at]) => [at, state().get(prefix + name)]).filter(([, value]) => value);
      const kept = original.filter((row) => wanted.every(([at, value]) => word(row, at) === value));
      if (order) kept.sort(order);
      body.replaceChildren(...kept);
      if (status) status.textContent = wanted.length ? kept.length + " of " + original.length + " rows." : "";
    });
  };

  const tables = () => {
    const updates = [];
    let number = 0;
    for (const table of document.querySelectorAll("main [data-rows] > table")) {
      const wrap = table.closest("[data-list]");
      // Where a page has several lists, each has its own part of the state.
      const prefix = number ? "t" + number + "-" : "";
      updates.push(wrap ? findings(wrap, table, prefix) : rows(table, prefix));
      number += 1;
    }
    return updates;
  };

  // On a narrow screen the menu scrolls: the entry of the page is brought into sight.
  const menu = () => {
    const entry = document.querySelector("nav.pages [aria-current]");
    const nav = entry && entry.parentElement;
    if (nav && nav.scrollWidth > nav.clientWidth) {
      nav.scrollLeft = entry.offsetLeft - nav.offsetLeft - (nav.clientWidth - entry.offsetWidth) / 2;
    }
  };

  // So do wide pictures: the asset of the page is brought into sight.
  const pictures = () => {
    for (const frame of document.querySelectorAll("main .picture > .picture-scroll")) {
      const focus = frame.querySelector(".g-focus");
      if (!focus || frame.scrollWidth <= frame.clientWidth) continue;
      const [around, box] = [frame.getBoundingClientRect(), focus.getBoundingClientRect()];
      frame.scrollLeft += box.left - around.left - (frame.clientWidth - box.width) / 2;
    }
  };

  // A link to where the findings of a severity begin shows these alone: the script filters the list.
  const severities = () => {
    if ("inline" in own.dataset) return;
    for (const item of document.querySelectorAll("main [data-severity]")) {
      const link = item.querySelector("a");
      if (link) link.setAttribute("href", link.getAttribute("href").replace(/#.*$/, "") + "#?severity=" + item.dataset.severity);
    }
  };

  const start = () => {
    menu();
    severities();
    pictures();
    search();
    const updates = tables();
    const apply = () => {
      updates.forEach((update) => update());
      reveal();
    };
    addEventListener("hashchange", apply);
    apply();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
