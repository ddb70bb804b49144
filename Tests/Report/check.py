"""Looks at a report in a browser: `check.py BROWSER SHUNT [FOLDER]`.

Each width in each colour scheme is shown in a frame of that width. A script that only this test adds measures the page: nothing sticks out,
all text stands out from what is behind it, every chart has bars of the heights that its figures ask for. A picture of each shows whether
anything of that is really painted.
"""

import html
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

import ledger

WIDTHS = [400, 1280]
SCHEMES = {"light": 1, "dark": 0}  # as Chromium counts them

MEASURE = """
<script>
addEventListener('load', () => {
  const channel = c => { c /= 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4 };
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = c => .2126 * channel(c[0]) + .7152 * channel(c[1]) + .0722 * channel(c[2]);
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length && c[3] !== 0) return c; } return [255, 255, 255]; };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  document.querySelectorAll('details').forEach(d => d.open = true);
  const width = document.documentElement.clientWidth, out = [], faint = [], texts = [];
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (!box.width || getComputedStyle(e).display === 'none') continue;
    if (box.right > width + 1 || box.left < -1) out.push(e.tagName + '.' + (e.className.baseVal ?? e.className) + ' ' + Math.round(box.right));
    if (e.scrollWidth > e.clientWidth + 1 && e.classList.contains('scroll')) out.push('scroll ' + e.scrollWidth);
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.tagName === 'title') continue;
    const style = getComputedStyle(e), ratio = contrast(parse(e.closest('svg') ? style.fill : style.color), behind(e));
    texts.push(ratio);
    if (ratio < 4.5) faint.push(e.tagName + '.' + (e.className.baseVal ?? e.className) + ' ' + ratio.toFixed(2));
  }
  const heights = name => [...document.querySelectorAll('.chart rect.' + name)].map(r => Math.round(r.getBoundingClientRect().height));
  const labels = [...document.querySelectorAll('.chart')].map(svg => [...svg.querySelectorAll('text.label')].map(t => t.getBoundingClientRect())
    .filter(b => b.width).sort((a, b) => a.left - b.left).map(b => [b.left, b.right]));
  parent.postMessage(JSON.stringify({
    width, scroll: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight, out, faint, texts: texts.length,
    dark: matchMedia('(prefers-color-scheme: dark)').matches, background: getComputedStyle(document.body).backgroundColor,
    spent: heights('spent'), saved: heights('saved'), cached: heights('cached'), labels,
    scripts: document.scripts.length, requests: performance.getEntriesByType('resource').length, title: document.title,
    charts: [...document.querySelectorAll('svg.chart')].map(s => s.getAttribute('role') + ':' + s.getAttribute('aria-label')),
    tables: document.querySelectorAll('table').length, images: document.images.length,
  }), '*');
});
</script>
"""

FRAME = """<!DOCTYPE html><style>body{margin:0}iframe{border:0;display:block}</style><iframe src="measured.html" width="WIDTH" height="HEIGHT"></iframe>
<pre id=found></pre><script>addEventListener('message', m => found.textContent = m.data)</script>"""

failures = 0


def check(fact, what, found=""):
    global failures
    print(f"ok - {what}" if fact else f"not ok - {what}: {found}")
    failures += not fact


def browse(browser, folder, *options):
    return subprocess.run(
        [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-background-networking",
         f"--user-data-dir={folder}/profile", "--virtual-time-budget=3000", *options, f"file://{folder}/frame.html"],
        capture_output=True, text=True, timeout=90, check=False)


def pixels(path):
    """Rows of (red, green, blue) of a PNG picture without interlacing."""
    data = pathlib.Path(path).read_bytes()
    place, packed = 8, b""
    while place < len(data):
        (length,), kind = struct.unpack(">I", data[place:place + 4]), data[place + 4:place + 8]
        body = data[place + 8:place + 8 + length]
        if kind == b"IHDR":
            width, height, _, form = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        place += 12 + length
    size = {2: 3, 6: 4}[form]
    raw, before = zlib.decompress(packed), bytearray(width * size)
    for number in range(height):
        start = number * (width * size + 1)
        method, line = raw[start], bytearray(raw[start + 1:start + 1 + width * size])
        for index in range(len(line)):
            left = line[index - size] if index >= size else 0
            up, corner = before[index], before[index - size] if index >= size else 0
            if method == 1:
                line[index] = (line[index] + left) & 255
            elif method == 2:
                line[index] = (line[index] + up) & 255
            elif method == 3:
                line[index] = (line[index] + (left + up) // 2) & 255
            elif method == 4:
                guess = left + up - corner
                nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
                line[index] = (line[index] + nearest) & 255
        before = line
        yield [tuple(line[x:x + 3]) for x in range(0, width * size, size)]


def close(colour, wanted):
    return sum(abs(a - b) for a, b in zip(colour, wanted)) < 12


def look(browser, folder, page, width, scheme, shots):
    name = f"{width} px, {scheme}"
    frame = pathlib.Path(folder, "frame.html")
    pathlib.Path(folder, "measured.html").write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace("</body>", MEASURE + "</body>"))
    frame.write_text(FRAME.replace("WIDTH", str(width)).replace("HEIGHT", "4000"))
    run = browse(browser, folder, f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", "--dump-dom")
    text = re.search(r"<pre id=\"found\">(.*?)</pre>", run.stdout, re.S)
    if not text or not text[1]:
        return check(False, f"{name}: the page is measured", run.stderr[-500:])
    found = json.loads(html.unescape(text[1]))
    check(found["dark"] == (scheme == "dark"), f"{name}: the scheme is the reader's", found["background"])
    check(found["width"] == width and found["scroll"] <= width and not found["out"], f"{name}: nothing sticks out", (found["scroll"], found["out"][:5]))
    check(not found["faint"] and found["texts"] > 100, f"{name}: all text has a contrast of 4.5 at least", (found["texts"], found["faint"][:5]))
    check(all(a[1] + 4 <= b[0] for labels in found["labels"] for a, b in zip(labels, labels[1:])), f"{name}: labels do not touch", found["labels"])
    days = ledger.rows("day")
    check(len(found["spent"]) == len(days) and min(found["spent"]) >= 1, f"{name}: every day with spending has a bar", found["spent"])
    dearest = max(days, key=lambda day: day["cost_usd"])
    check(found["spent"][days.index(dearest)] == max(found["spent"]) > 20, f"{name}: the dearest day has the highest bar", found["spent"])
    scale = max(found["spent"]) / dearest["cost_usd"]
    wrong = [(height, day["cost_usd"]) for height, day in zip(found["spent"], days) if abs(height - max(1, day["cost_usd"] * scale)) > 2]
    check(not wrong, f"{name}: bars are as high as their figures", wrong)
    check(len(found["cached"]) == len(days) and all(90 < height <= 190 for height in found["cached"]), f"{name}: cache rates have bars", found["cached"])
    check(found["scripts"] == 1 and found["requests"] == 0 and found["images"] == 0, f"{name}: the page loads and runs nothing", found)
    check(all(chart.startswith("img:") and len(chart) > 10 for chart in found["charts"]) and len(found["charts"]) == 2, f"{name}: charts have names", found["charts"])

    frame.write_text(FRAME.replace("WIDTH", str(width)).replace("HEIGHT", str(found["height"])))
    shot = os.path.join(folder, f"report-{width}-{scheme}.png")
    browse(browser, folder, f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", f"--window-size={max(width, 500)},{found['height'] + 40}", f"--screenshot={shot}")
    counts = {}
    for row in pixels(shot):
        for colour in row[:width:3]:
            counts[colour] = counts.get(colour, 0) + 1
    paint = {"light": [(0x2F, 0x5F, 0xD0), (0x86, 0xCF, 0xAE), (0xB9, 0x8A, 0x2F)], "dark": [(0x7B, 0xA4, 0xFF), (0x2F, 0x7D, 0x5C), (0xD3, 0xA7, 0x4F)]}[scheme]
    painted = [sum(count for colour, count in counts.items() if close(colour, wanted)) for wanted in paint]
    check(all(count > 300 for count in painted), f"{name}: the charts are painted in their colours", painted)
    if shots:
        shutil.copy(shot, shots)


def main():
    browser, shunt, shots = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""
    with tempfile.TemporaryDirectory(prefix="shunt-report-") as folder:
        path = os.path.join(folder, "shunt.sock")
        ledger.serve(path)
        page = os.path.join(folder, "report.html")
        words = [shunt, "report", "--socket", path, "--since", "2026-11-01", "--until", "2026-11-25"]
        subprocess.run([*words, "--html", page], check=True, timeout=60)
        text = pathlib.Path(page).read_text()
        check("<script" not in text and "<img" not in text and "onerror" in text, "what callers name is text and no markup")
        check(not re.search(r"(?:src|href|url\()\s*=?\s*[\"'(]?(?:https?:)?//", text), "the page refers to nothing outside of it")
        check("412.19" in text and "903.40" in text and "69 % less" in text, "the sums are in it")
        verdicts = re.search(r'<p class="text verdicts">(.*?)</p>', text)
        told = "1,310 times a session stayed with the model whose cache was warm, which saved $42.25; 420 times it switched to the cheaper one, at a cost of $24.13, which was expected to save $16.13"
        check(verdicts and verdicts[1] == told + ".", "what warm caches were worth is told in dollars", verdicts and verdicts[1])
        check(re.search(r"stayed where the cache was warm</th><td>1,310</td><td>\$91\.50</td><td[^>]*>\$133\.75</td><td>\$42\.25</td>", text), "and is in a table")
        spoken = subprocess.run(words, check=True, timeout=60, capture_output=True, text=True).stdout
        check("$412.19 spent, $903.40 saved: 69 % less" in spoken and "claude-code" in spoken, "the terminal has the same sums", spoken[:400])
        check(told in spoken and "AT A WARM CACHE" in spoken, "and what warm caches were worth", spoken[-900:])
        for width in WIDTHS:
            for scheme in SCHEMES:
                look(browser, folder, text, width, scheme, shots)
    sys.exit(1 if failures else 0)


main()
