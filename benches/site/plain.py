"""The pages of a posture by a plain script with Jinja2: what `benches/site.rs` compares with.

It prints the texts of the pages of assets, findings, controls and owners as the site does: the same facts of an
asset, the same findings whole, each reason why something could not be assessed once, all assets of a kind as one
entry. It draws no pictures, and makes neither a search index nor the pages of frameworks, method, trend and inputs. Usage: plain.py POSTURE FOLDER. Prints one line of JSON: seconds for reading,
seconds for rendering and writing, pages, bytes and peak memory in bytes.
"""

import json
import os
import sys
import time
from collections import defaultdict

from jinja2 import DictLoader, Environment

ROWS, INNER = 100, 100

SHELL = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'self';script-src 'self';img-src 'self' data:;base-uri 'none';form-action 'none'"><meta name="viewport" content="width=device-width"><title>{% block title %}{% endblock %} · {{ p.organisation }} {{ p.period }}</title><link rel="icon" href="../static/icon.svg"><link rel="stylesheet" href="../static/style.css"><script defer src="../static/muster.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top"><a class="home" href="../index.html">{{ p.organisation }}</a><p>Non-human identity posture {{ p.period }}, as of {{ p.as_of }}</p></header>
<div class="layout"><nav class="pages" aria-label="Report">{% for href, name in nav %}<a href="../{{ href }}">{{ name }}</a>{% endfor %}</nav>
<main id="main">{% block main %}{% endblock %}</main></div>
<footer><p>Made by {{ p.tool.name }} {{ p.tool.version }}. The same inputs give the same report.</p></footer>
</body>
</html>
"""

PARTS = """
{%- macro badge(outcome) -%}<b class="o-{{ outcome }}">{{ outcome | replace("-", " ") }}</b>{%- endmacro -%}
{%- macro tenths(n) -%}{% if n is none %}—{% else %}{{ "%.1f" | format(n) }}{% endif %}{%- endmacro -%}
{%- macro words(parts) -%}proven <strong>{{ tenths(parts.proven) }}</strong>, failed <strong>{{ tenths(parts.failed) }}</strong>, unknown <strong>{{ tenths(parts.unknown) }}</strong>{%- endmacro -%}
{%- macro outcomes(o) -%}{{ o | some }}{%- endmacro -%}
{%- macro place(at) -%}<code>{{ at.file }}{% if at.line %}:{{ at.line }}{% endif %}</code>{%- endmacro -%}
{%- macro fact(row) -%}{% if row.place %}{{ place(row.place) }} {% endif %}{{ row.fact | ticks }}{% if row.class != "observed" %} <small>{{ row.class }}</small>{% endif %}{%- endmacro -%}
{%- macro due(f) -%}{% if f.due_on %}{{ f.due_on }}{% if f.overdue %} <b class="o-fail">overdue</b>{% endif %}{% else %}—{% endif %}{%- endmacro -%}
{%- macro since(f) -%}{% if f.open_since %}{{ f.open_since }}{% if f.age_days is defined and f.age_days is not none %} ({{ f.age_days }} days){% endif %}{% else %}this run{% endif %}{%- endmacro -%}
{%- macro refs(all) -%}Maps to {% for r in all if r.strength == "direct" %}{% if loop.first %}<strong>{% endif %}{{ r.id }}{% if loop.last %}</strong>{% else %}, {% endif %}{% endfor %} as support {% for r in all if r.strength == "supporting" %}{{ r.id }}{% if not loop.last %}, {% endif %}{% endfor %}{%- endmacro -%}
"""

USE = '{% import "parts" as it %}'

ASSET = '{% extends "shell" %}' + USE + """
{%- block title %}{{ title }}{% endblock %}
{%- block main %}<p class="crumb"><a href="../assets/index.html">Assets</a></p><h1>{{ title }}</h1>
{%- if a %}<div class="headline"><p class="figure-line">{{ it.words(a.parts) }}</p><p class="meta"><span class="id">{{ key }}</span> · {{ it.outcomes(a.outcomes) }}</p></div>
<dl class="pairs"><div><dt>Kind</dt><dd>{{ a.key.kind | replace("-", " ") }}{% if a.retired %}, retired{% elif a.disabled %}, disabled{% endif %}{% if not a.status_known %}, status not documented{% endif %}</dd></div>
<div><dt>Owner</dt><dd>{% if a.owner %}<a href="../owners/{{ a.owner | name }}.html">{{ a.owner }}</a>{% else %}no accountable owner{% endif %}</dd></div>
<div><dt>Tier</dt><dd><strong>{{ a.tier }}</strong>: {{ meaning[a.tier] }}. {% if a.tier != a.derived_tier %}Treated as {{ a.tier }} while facts that decide it are undeclared: {% endif %}{{ a.derived_tier }} derived from facts, {{ a.declared or "none" }} declared; assessed at {{ a.tests }} thresholds.
{%- if a.tier_reasons %}<ul>{% for r in a.tier_reasons %}<li>{{ r.rule }} sets minimum {{ r.floor }}: {{ r.because | ticks }}</li>{% endfor %}</ul>{% endif %}</dd></div>
<div><dt>Source</dt><dd>{% for at in a.places[:50] %}{{ it.place(at) }}{% if not loop.last %}, {% endif %}{% endfor %}<span class="sub">{{ seen[a.observed, a.recorded] }}</span></dd></div>
<div><dt>Observed / recorded / declared / attested</dt><dd>{% if a.parts.classes %}{{ a.parts.classes.values() | map("string") | join(" / ") }}{% else %}—{% endif %}</dd></div></dl>
{%- if asked %}<dl class="pairs"><div><dt>Asked to act</dt><dd>{% for one, domains in asked %}{% if not loop.first %}<br>{% endif %}<a href="../owners/{{ one.id | name }}.html">{{ one.name }}</a>, for {{ domains | join(", ") }}{% if one.because %} ({{ one.because }}){% endif %}{% endfor %}</dd></div></dl>{% endif %}
<p class="soft">Access is drawn for the most privileged assets only; the edges of all are in <code>posture.json</code>.</p>{% endif %}
<h2>Open findings ({{ opened | length }})</h2>{% if not opened %}<p>No finding on this asset is open.</p>{% endif %}
{%- for f in opened %}<article class="is-{{ f.severity }}" id="f-{{ f.control }}"><h3>{{ f.sentence | ticks }}</h3>
<p class="meta"><b class="s-{{ f.severity }}">{{ f.severity }}</b> {{ it.badge(f.outcome) }} <a href="../controls/{{ f.control | lower }}.html">{{ f.control }} {{ controls[f.control].title }}</a> · {{ f.domain | replace("-", " ") }} · open since {{ it.since(f) }} · due {{ it.due(f) }}</p>
<p><strong>Fix: </strong>{{ controls[f.control].remediation | ticks }}</p>
{%- if f.ask %}<p><strong>Missing evidence: </strong><code>{{ f.ask.record }}{% if f.ask.field %}.{{ f.ask.field }}{% endif %}</code></p>{% endif %}
<ul>{% for e in f.evidence %}<li>{{ it.fact(e) }}</li>{% endfor %}</ul>
{%- if f["items"] %}<ul>{% for i in f["items"] %}<li>{{ it.badge(i.outcome) }} {{ i.name }}{% if i.note %}: {{ i.note }}{% endif %}</li>{% endfor %}</ul>{% endif %}
<p class="refs">{{ it.refs(f.requirements) }} · weight {{ f.weight }} · {{ f.class }}</p></article>{% endfor %}
{%- macro lines(of) -%}<ul class="lines">{% for head, rows in of.missing %}<li>{{ head }}: {% for ask, some in rows %}{% if not loop.first %}; {% endif %}<code>{{ ask }}</code> {% for f in some %}<a id="f-{{ f.control }}" href="../controls/{{ f.control | lower }}.html">{{ f.control }}</a>{% if not loop.last %}, {% endif %}{% endfor %}{% endfor %}</li>{% endfor %}{% for same in of.others %}<li>{{ same[0].sentence | ticks }}{% if same[0].ask %} · missing <code>{{ same[0].ask.record }}{% if same[0].ask.field %}.{{ same[0].ask.field }}{% endif %}</code>{% endif %}: {% for f in same %}<a id="f-{{ f.control }}" href="../controls/{{ f.control | lower }}.html">{{ f.control }}{% if same | length == 1 %} {{ controls[f.control].title }}{% endif %}</a>{% if not loop.last %}, {% endif %}{% endfor %}{% for e in same[0].evidence %}<p>{{ it.fact(e) }}</p>{% endfor %}</li>{% endfor %}</ul>{%- endmacro %}
{%- if unknown %}<h2>Not assessed</h2><p class="soft">The page of each control has the requirements that it maps to.</p>
{%- for severity, weight, count, all in unknown %}<h3><b class="s-{{ severity }}">{{ severity }}</b> {{ count }}<small>, weight {{ weight }} each</small></h3>{{ lines(all) }}{% endfor %}{% endif %}
{%- if passed %}<h2>Passed ({{ passed | length }})</h2><ul class="lines">{% for f in passed %}<li id="f-{{ f.control }}"><a href="../controls/{{ f.control | lower }}.html">{{ f.control }}</a> {{ f.sentence | ticks }}{% for e in f.evidence %}<p>{{ it.fact(e) }}</p>{% endfor %}</li>{% endfor %}</ul>{% endif %}
{%- if aside.missing or aside.others %}<h2>Not applicable</h2>{{ lines(aside) }}{% endif %}
{%- if not found %}<p class="soft">This report holds no finding on this asset; <code>posture.json</code> has its counts.</p>{% endif %}
{%- endblock %}"""

ASSETS = '{% extends "shell" %}' + USE + """
{%- block title %}Assets{% endblock %}
{%- block main %}<h1>Assets</h1><div class="scroll"><table><caption>Assets with their scores and open findings</caption><tbody>
{%- for a in rows %}<tr><th scope="row"><a href="{{ a.key | file }}">{{ a.name }}</a></th><td>{{ a.key.kind }}</td><td>{{ a.tier }}</td><td>{{ a.owner }}</td><td>{{ it.tenths(a.parts.proven) }}</td><td>{{ a.open.critical }}</td><td>{{ a.open.high }}</td><td>{{ a.outcomes.not_assessed }}</td></tr>{% endfor %}
</tbody></table></div><p>Page {{ page }} of {{ pages }}</p>{% endblock %}"""

GROUPED = '{% extends "shell" %}' + USE + """
{%- block title %}{{ title }}{% endblock %}
{%- block main %}<h1>{{ title }}</h1><dl class="pairs">{% for control, reasons in rows %}<div id="n-{{ control }}"><dt><a href="../controls/{{ control | lower }}.html">{{ control }}</a> {{ controls[control].title }}</dt><dd><ul>{% for first, all, whole in reasons %}<li>{% if first %}<b class="s-{{ first.severity }}">{{ first.severity }}</b> {{ first.sentence | ticks }}: {% endif %}
{%- if whole %}<a href="../assets/index.html">all {{ whole }}</a>{% else %}{% for f in all %}<a href="../assets/{{ f.asset | file }}#f-{{ f.control }}">{{ f.asset_name }}</a>{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}</li>{% endfor %}</ul></dd></div>{% endfor %}</dl>
<p>Page {{ page }} of {{ pages }}</p>{% endblock %}"""

FINDINGS = '{% extends "shell" %}' + USE + """
{%- block title %}{{ title }}{% endblock %}
{%- block main %}<h1>{{ title }}</h1><div class="scroll"><table><caption>Open findings, the worst first</caption><tbody>
{%- for f in rows %}<tr><td><b class="s-{{ f.severity }}">{{ f.severity }}</b></td><td class="wide"><a href="../assets/{{ f.asset | file }}#f-{{ f.control }}">{{ f.control }} {{ f.sentence | ticks }}</a>{% if f.outcome not in open %} {{ it.badge(f.outcome) }}{% endif %}</td><td>{{ f.asset_name }}</td><td>{{ f.tier }}</td><td>{{ f.owner }}</td><td>{{ f.domain | replace("-", " ") }}</td><td>{% if f.outcome in open %}{{ it.since(f) }}{% endif %}</td><td>{% if f.outcome in open %}{{ it.due(f) }}{% endif %}</td></tr>{% endfor %}
</tbody></table></div><p>Page {{ page }} of {{ pages }}</p>{% endblock %}"""

CONTROL = '{% extends "shell" %}' + USE + """
{%- block title %}{{ c.id }} {{ c.title }}{% endblock %}
{%- block main %}<h1>{{ c.id }} {{ c.title }}</h1><p class="lead">{{ c.why }}</p><p>{{ it.words(c.parts) }}</p><p class="meta">{{ it.outcomes(c.outcomes) }}</p>
<dl class="pairs"><div><dt>Passes when</dt><dd>{{ c.pass_if | ticks }}</dd></div><div><dt>Partial when</dt><dd>{{ c.partial_if | ticks }}</dd></div><div><dt>Fails when</dt><dd>{{ c.fail_if | ticks }}</dd></div><div><dt>Remediation</dt><dd>{{ c.remediation | ticks }}</dd></div></dl>
<ul class="lines">{% for f in rows %}<li>{{ it.badge(f.outcome) }} <a href="../assets/{{ f.asset | file }}#f-{{ f.control }}">{{ f.asset_name }}</a> <small>{{ f.tier }} · {{ f.owner }}</small> {{ f.sentence | ticks }}</li>{% endfor %}</ul>
<p>{{ it.refs(c.requirements) }}</p>{% endblock %}"""

OWNER = '{% extends "shell" %}' + USE + """
{%- block title %}{{ o.title or o.id }}{% endblock %}
{%- block main %}<h1>{{ o.title or o.id }}</h1><p>{{ it.words(o.parts) }}</p><h2>To remediate ({{ count }})</h2>
{%- for control, rows in groups %}<section><h3><a href="../controls/{{ control | lower }}.html">{{ control }}</a> {{ controls[control].title }}</h3><p>{{ controls[control].remediation | ticks }}</p><ul>{% for f in rows %}<li><b class="s-{{ f.severity }}">{{ f.severity }}</b> <a href="../assets/{{ f.asset | file }}#f-{{ f.control }}">{{ f.asset_name }}</a> {{ f.tier }} {{ f.sentence | ticks }} · due {{ it.due(f) }}</li>{% endfor %}</ul></section>{% endfor %}
<ul class="lines">{% for a in assets %}<li><a href="../assets/{{ a.key | file }}">{{ a.name }}</a> <small>{{ a.key.kind }}, {{ a.tier }}</small></li>{% endfor %}</ul>{% endblock %}"""

NAV = [("index.html", "Overview"), ("findings/index.html", "Findings"), ("assets/index.html", "Assets"),
       ("owners/index.html", "Owners and domains"), ("controls/index.html", "Controls"), ("frameworks/index.html", "Frameworks"),
       ("trend.html", "Trend"), ("requests.html", "Evidence requests"), ("waivers.html", "Waivers"), ("method.html", "Method"),
       ("inputs.html", "Inputs"), ("months/index.html", "Months")]


MEANING = {"T0": "local, non-production utility", "T1": "shared non-production, or reads internal data",
           "T2": "touches production", "T3": "privileged machine-identity infrastructure"}
SEEN = {(True, True): "A configuration, export or scan shows it, and a record describes it.",
        (True, False): "A configuration, export or scan shows it; no record describes it.",
        (False, True): "A record describes it; no configuration, export or scan shows it.",
        (False, False): "Nothing but an earlier month shows it."}


def grouped(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def around(f):
    """The words around the name of what is missing, where a finding states no more than that."""
    ask = f["ask"]
    if not ask or f["evidence"] or f["items"] or f["waiver"]:
        return None
    name = f"{ask['record']}.{ask['field']}" if ask["field"] else ask["record"]
    if not ask["field"] and f["sentence"].startswith("No input contains "):
        return "No input contains records of", name
    before, found, after = f["sentence"].partition(f"`{name}`")
    return (f"{before.strip()} {after.strip()}", name) if found else None


def reasons(rows):
    """Each reason once with the findings that it is the reason for; many missing fields share one."""
    missing = grouped([f for f in rows if around(f)], lambda f: around(f)[0])
    others = [f for f in rows if not around(f)]
    reason = lambda f: (f["id"] if f["evidence"] or f["items"] or f["waiver"] else "", f["sentence"], str(f["ask"]))
    return {"missing": [(head, list(grouped(same, lambda f: around(f)[1]).items())) for head, same in missing.items()],
            "others": list(grouped(others, reason).values())}


def unassessed(rows):
    """The same by severity and weight."""
    of = grouped(rows, lambda f: (f["severity"], f["weight"]))
    return [(severity, weight, len(same), reasons(same)) for (severity, weight), same in of.items()]


def control_by_control(rows, kinds, with_reason):
    """Each control with its reasons; all assets of a kind are one entry."""
    for control, own in grouped(rows, lambda f: f["control"]).items():
        key = lambda f: (f["severity"], f["sentence"]) if with_reason else ()
        reasons = []
        for same in grouped(own, key).values():
            for kind, some in grouped(same, lambda f: f["asset"]["kind"]).items():
                whole = len(some) >= 3 and len(some) == kinds[kind]
                reasons.append((some[0] if with_reason else None, some, f"{len(some)} {kind}s" if whole else ""))
        yield control, reasons


def asked(rows, contacts):
    """Who is asked to act on findings, with the domains that each is asked for."""
    people = {}
    for domain in ("identity", "platform-security", "operator"):
        if any(f["domain"] == domain for f in rows):
            one = contacts[rows[0]["owner"], domain]
            people.setdefault((one["id"], one["because"]), (one, []))[1].append(domain.replace("-", " "))
    return list(people.values())


def some(outcomes):
    names = (("fail", "fail"), ("partial", "partial"), ("not_assessed", "not assessed"), ("pass", "pass"), ("not_applicable", "not applicable"))
    return " · ".join(f"{outcomes[key]} {noun}" for key, noun in names if outcomes[key])


def name(text):
    plain = set("abcdefghijklmnopqrstuvwxyz0123456789-_.@")
    return "".join(chr(b) if chr(b) in plain else f"={b:02x}" for b in text.encode())


def main():
    posture_file, folder = sys.argv[1:3]
    began = time.perf_counter()
    with open(posture_file, encoding="utf-8") as file:
        p = json.load(file)
    read = time.perf_counter()

    from markupsafe import Markup, escape

    def ticks(text):
        if "`" not in text or text.count("`") % 2:
            return text
        return Markup("").join(Markup(f"<code>{escape(part)}</code>") if at % 2 else escape(part)
                               for at, part in enumerate(text.split("`")))

    env = Environment(loader=DictLoader({"shell": SHELL, "parts": PARTS, "asset": ASSET, "assets": ASSETS,
                                         "findings": FINDINGS, "grouped": GROUPED, "control": CONTROL, "owner": OWNER}), autoescape=True)
    env.filters.update(ticks=ticks, some=some, name=name, file=lambda key: f"{key['kind']}-{name(key['id'])}.html")
    env.globals.update(p=p, nav=NAV, open=("fail", "partial"), meaning=MEANING, seen=SEEN)
    templates = {kind: env.get_template(kind) for kind in ("asset", "assets", "findings", "grouped", "control", "owner")}

    pages = written = 0
    for part in ("assets", "findings", "controls", "owners"):
        os.makedirs(os.path.join(folder, part), exist_ok=True)

    def write(path, kind, **values):
        nonlocal pages, written
        data = templates[kind].render(values).encode()
        with open(os.path.join(folder, path), "wb") as file:
            file.write(data)
        pages += 1
        written += len(data)

    controls = {card["id"]: card for card in p["controls"]}
    contacts = {(one["owner"], one["domain"]): one for one in p["contacts"]}
    by_asset, by_control, by_owner, lists = (defaultdict(list) for _ in range(4))
    for f in p["findings"]:
        by_asset[f["asset"]["kind"], f["asset"]["id"]].append(f)
        by_control[f["control"]].append(f)
        by_owner[f["owner"]].append(f)
        lists["index" if f["outcome"] in ("fail", "partial") else f["outcome"]].append(f)
    assets_of = defaultdict(list)
    for a in p["assets"]:
        assets_of[a["owner"]].append(a)
        key = a["key"]
        found = by_asset[key["kind"], key["id"]]
        of = grouped(found, lambda f: f["outcome"])
        listed = of["fail"] + of["partial"] + of["not-assessed"]
        write(f"assets/{key['kind']}-{name(key['id'])}.html", "asset", a=a, key=f"{key['kind']}/{key['id']}",
              title=a["name"], found=found, opened=[f for f in found if f["outcome"] in ("fail", "partial")],
              unknown=unassessed(of["not-assessed"]), asked=asked(listed, contacts), controls=controls,
              passed=of["pass"], aside=reasons(of["not-applicable"]))
    kinds = {kind: len(rows) for kind, rows in grouped(p["assets"], lambda a: a["key"]["kind"]).items()}
    rows = lists["index"]
    overdue = sorted((f for f in rows if f.get("overdue")), key=lambda f: f["due_on"])
    for stem, title, rows in [("index", "Findings", rows), ("overdue", "Overdue", overdue)]:
        count = max(1, -(-len(rows) // ROWS))
        for page in range(count):
            write(f"findings/{stem}-{page + 1}.html", "findings", title=title, rows=rows[page * ROWS:(page + 1) * ROWS],
                  page=page + 1, pages=count)
    for stem, title in [("not-assessed", "Not assessed"), ("pass", "Passed"), ("not-applicable", "Not applicable")]:
        rows = list(control_by_control(lists[stem], kinds, stem != "pass"))
        write(f"findings/{stem}.html", "grouped", title=title, rows=rows, page=1, pages=1, controls=controls)
    count = max(1, -(-len(p["assets"]) // ROWS))
    for page in range(count):
        write(f"assets/index-{page + 1}.html", "assets", rows=p["assets"][page * ROWS:(page + 1) * ROWS],
              page=page + 1, pages=count)
    for card in p["controls"]:
        rows = [f for f in by_control[card["id"]] if f["outcome"] not in ("pass", "not-applicable")]
        write(f"controls/{name(card['id'].lower())}.html", "control", c=card, rows=rows[:INNER])
    for owner in p["owners"]:
        rows = [f for f in by_owner[owner["id"]] if f["outcome"] in ("fail", "partial")]
        rows.sort(key=lambda f: f.get("due_on") or "9999")
        groups = defaultdict(list)
        for f in rows[:ROWS]:
            groups[f["control"]].append(f)
        write(f"owners/{name(owner['id'])}.html", "owner", o=owner, count=len(rows), groups=groups.items(),
              controls=controls, assets=assets_of[owner["id"]][:INNER])
    done = time.perf_counter()
    # Not `getrusage`, whose mark begins with the memory of the program that started this one.
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    print(json.dumps({"read": read - began, "made": done - read, "pages": pages, "bytes": written, "peak": peak}))


main()
