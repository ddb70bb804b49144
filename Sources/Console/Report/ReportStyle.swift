/// The looks of a report's page: light or dark as its reader has it, from a phone's width to a print.
enum ReportStyle {
    static let css = """
        :root {
          color-scheme: light dark;
          --page: #f4f6f8; --card: #ffffff; --text: #17212b; --soft: #56636f; --line: #dfe4e9;
          --spent: #2f5fd0; --spent-text: #2753bd; --saved: #86cfae; --saved-text: #12704a; --cached: #b98a2f; --cached-text: #855c0c;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0e1318; --card: #171e25; --text: #e7edf2; --soft: #9fadb9; --line: #2b353f;
            --spent: #7ba4ff; --spent-text: #8fb2ff; --saved: #2f7d5c; --saved-text: #6fd3a6; --cached: #d3a74f; --cached-text: #e0b964;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 56px; }
        h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.3rem); line-height: 1.25; font-weight: 600; letter-spacing: -.015em; margin: 0 0 28px; max-width: 24em; text-wrap: balance; }
        h1 b { font-weight: 700; }
        b.spent { color: var(--spent-text); } b.saved { color: var(--saved-text); }
        h2 { font-size: 1.05rem; font-weight: 600; margin: 0 0 4px; }
        .span { margin: 0 0 8px; color: var(--soft); font-variant-numeric: tabular-nums; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); gap: 12px; margin: 0 0 16px; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px 14px; }
        .tile dt { color: var(--soft); font-size: .85rem; }
        .tile dd { margin: 2px 0 0; font-size: 1.5rem; font-weight: 600; letter-spacing: -.01em; font-variant-numeric: tabular-nums; }
        .tile.spent dd { color: var(--spent-text); } .tile.saved dd { color: var(--saved-text); } .tile.cached dd { color: var(--cached-text); }
        small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; letter-spacing: 0; }
        .note { margin: 0 0 16px; padding: 8px 14px; border-left: 3px solid var(--cached); background: var(--card); border-radius: 0 8px 8px 0; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px 22px; margin: 16px 0 0; min-width: 0; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 16px; margin-top: 16px; align-items: start; }
        .pair .card { margin: 0; }
        .legend { margin: 0 0 8px; color: var(--soft); font-size: .88rem; }
        .key { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin: 0 6px 0 0; vertical-align: -1px; }
        .key + .key, .legend .saved { margin-left: 14px; }
        .key.spent { background: var(--spent); } .key.saved { background: var(--saved); } .key.cached { background: var(--cached); }
        .chart { display: block; overflow: visible; padding-left: 58px; }
        .chart text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
        .grid { stroke: var(--line); } .hit { fill: transparent; }
        rect.spent { fill: var(--spent); } rect.saved { fill: var(--saved); } rect.cached { fill: var(--cached); } .rail { fill: var(--line); }
        .bar:hover .hit { fill: var(--line); fill-opacity: .5; }
        .strip { display: block; margin-top: 5px; border-radius: 3px; max-width: 260px; }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
        th, td { padding: 8px 0 8px 14px; text-align: right; vertical-align: top; border-top: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
        thead th { color: var(--soft); font-size: .82rem; border-top: 0; padding-top: 4px; }
        th:first-child { text-align: left; padding-left: 0; white-space: normal; overflow-wrap: anywhere; min-width: 6.5em; width: 45%; }
        tbody th { font-weight: 500; }
        i { color: var(--soft); }
        details { margin-top: 10px; } summary { cursor: pointer; color: var(--soft); font-size: .88rem; }
        .text, footer { color: var(--soft); font-size: .88rem; }
        .text { margin: 12px 0 0; max-width: 62em; } footer { margin-top: 28px; } footer p { margin: 0 0 6px; max-width: 62em; }
        @media (max-width: 600px) {
          main { padding: 24px 14px 40px; } .card { padding: 16px 14px; border-radius: 10px; } .wide, .minor { display: none; }
          .tiles { grid-template-columns: 1fr 1fr; } .tile { padding: 10px 12px; } .tile dd { font-size: 1.25rem; } th, td { padding-left: 10px; }
        }
        @media print { body { background: none; } .card, .tile { break-inside: avoid; } details { display: none; } }
        """
}
