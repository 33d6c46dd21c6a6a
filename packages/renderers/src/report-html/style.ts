/** The style sheet of the report; it stands in the page itself, so the page opens from a disk without a network. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #171b24; --soft: #565e6e; --line: #e1e4ea; --code: #f0f2f5; --accent: #2f55d4;
  --critical: #a3123a; --high: #c8401a; --medium: #96680a; --low: #2361b8; --info: #5b6472;
  --critical-soft: #fbe7ec; --high-soft: #fcebe4; --medium-soft: #faf1da; --low-soft: #e6eefa; --info-soft: #eceef2;
  --good: #1d7347; --good-soft: #e3f3ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1218; --card: #171b23; --ink: #e7eaf0; --soft: #9da6b6; --line: #2a303c; --code: #1f2530; --accent: #8ea8ff;
    --critical: #ff7d9c; --high: #ff9468; --medium: #e8bd57; --low: #82b1f7; --info: #a6afbe;
    --critical-soft: #3b1722; --high-soft: #3a2015; --medium-soft: #352a12; --low-soft: #172a45; --info-soft: #262c37;
    --good: #63cf96; --good-soft: #14301f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, header.cover, footer { max-width: 1040px; margin: 0 auto; padding: 0 28px; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
code, .place { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
header.cover { padding-top: 56px; padding-bottom: 12px; }
.brand { display: flex; align-items: center; gap: 10px; font-weight: 650; letter-spacing: .01em; color: var(--soft); }
.brand svg { width: 22px; height: 22px; fill: none; stroke: var(--accent); stroke-width: 1.8; }
.cover-main { display: flex; justify-content: space-between; align-items: flex-end; gap: 32px; margin: 26px 0 30px; }
.cover h1 { font-size: 38px; letter-spacing: -.022em; font-weight: 680; }
.cover .target { margin: 12px 0 0; font-size: 17px; color: var(--soft); overflow-wrap: anywhere; }
.risk { flex: none; min-width: 148px; padding: 16px 20px; border-radius: 14px; text-align: center; }
.risk b { display: block; font-size: 36px; line-height: 1.1; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
.risk span { display: block; font-size: 12px; font-weight: 650; letter-spacing: .08em; margin-top: 4px; }
.risk small { display: block; font-size: 12px; opacity: .85; }
.tone-critical { background: var(--critical-soft); color: var(--critical); }
.tone-high { background: var(--high-soft); color: var(--high); }
.tone-medium { background: var(--medium-soft); color: var(--medium); }
.tone-low { background: var(--low-soft); color: var(--low); }
.tone-info { background: var(--info-soft); color: var(--info); }
.tone-good { background: var(--good-soft); color: var(--good); }
dl.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1px; margin: 0; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
dl.facts div { box-shadow: 0 0 0 1px var(--line); padding: 10px 16px; min-width: 0; }
dt { font-size: 12px; color: var(--soft); }
dd { margin: 1px 0 0; font-weight: 520; overflow-wrap: anywhere; }
nav { margin: 26px 0 0; }
nav ol { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
section { margin: 52px 0 0; }
h2 { font-size: 24px; letter-spacing: -.012em; padding-bottom: 10px; border-bottom: 1px solid var(--line); margin-bottom: 20px; }
h3 { font-size: 17px; margin: 30px 0 12px; }
p { margin: 0 0 10px; max-width: 76ch; }
.summary { display: grid; grid-template-columns: 168px 1fr; gap: 30px; align-items: center; }
.chart { width: 168px; height: 168px; display: block; }
.ring { fill: none; stroke-width: 15; }
.track { stroke: var(--line); }
.ring.critical { stroke: var(--critical); } .ring.high { stroke: var(--high); } .ring.medium { stroke: var(--medium); }
.ring.low { stroke: var(--low); } .ring.info { stroke: var(--info); }
.chart-total { font-size: 33px; font-weight: 650; text-anchor: middle; fill: var(--ink); }
.chart-label { font-size: 12px; text-anchor: middle; fill: var(--soft); }
ul.counters { display: grid; grid-template-columns: repeat(5, 1fr); gap: 10px; margin: 0 0 18px; padding: 0; list-style: none; }
ul.counters li { border-radius: 11px; padding: 11px 14px; }
ul.counters b { display: block; font-size: 25px; line-height: 1.2; font-variant-numeric: tabular-nums; }
ul.counters span { font-size: 13px; }
ul.counters li.none { background: var(--card); color: var(--soft); box-shadow: inset 0 0 0 1px var(--line); }
.note { border-left: 3px solid var(--line); padding: 2px 0 2px 14px; color: var(--soft); }
ol.top { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; }
ol.top li, article { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
ol.top li { padding: 12px 16px; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
ol.top a { color: inherit; font-weight: 560; text-decoration: none; }
ol.top a:hover { text-decoration: underline; }
.badge { display: inline-block; border-radius: 6px; padding: 1px 8px; font-size: 12px; font-weight: 650; white-space: nowrap; }
.was { color: var(--soft); font-size: 13px; white-space: nowrap; }
article { padding: 16px 20px; margin: 0 0 12px; break-inside: avoid; }
article header { display: flex; gap: 12px; align-items: baseline; }
article h4 { font-size: 16px; font-weight: 620; }
.meta { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 7px 0 10px; color: var(--soft); font-size: 13px; }
.meta .place { color: var(--ink); background: var(--code); border-radius: 5px; padding: 1px 7px; }
.text { white-space: pre-line; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.fix { background: var(--good-soft); border-radius: 9px; padding: 10px 14px; margin: 10px 0 0; max-width: none; }
.fix b { color: var(--good); font-size: 13px; display: block; }
.tags { display: flex; flex-wrap: wrap; gap: 6px; margin: 12px 0 0; padding: 0; list-style: none; font-size: 12px; }
.tags li { border: 1px solid var(--line); border-radius: 20px; padding: 1px 10px; color: var(--soft); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--card); margin: 0 0 18px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { text-align: left; font-weight: 560; color: var(--soft); font-size: 13px; }
th, td { padding: 9px 16px; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; min-width: 74px; }
thead th { border-top: 0; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.wide { min-width: 190px; }
td.id { width: 190px; white-space: nowrap; }
.share { width: 110px; height: 8px; vertical-align: middle; margin-right: 10px; }
.share-track { fill: var(--line); } .share-fill { fill: var(--medium); }
ul.plain { margin: 0 0 16px; padding-left: 20px; }
.empty { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 22px; color: var(--soft); max-width: none; }
footer { color: var(--soft); font-size: 13px; padding-top: 26px; padding-bottom: 44px; margin-top: 56px; }
footer p { border-top: 1px solid var(--line); padding-top: 16px; max-width: none; overflow-wrap: anywhere; }
@media (max-width: 760px) {
  main, header.cover, footer { padding-left: 18px; padding-right: 18px; }
  header.cover { padding-top: 30px; }
  .cover-main { flex-direction: column; align-items: stretch; gap: 20px; }
  .cover h1 { font-size: 29px; }
  dl.facts { grid-template-columns: 1fr 1fr; }
  .summary { grid-template-columns: 1fr; justify-items: center; }
  .summary > div { width: 100%; }
  ul.counters { grid-template-columns: repeat(3, 1fr); }
  section { margin-top: 40px; }
  article { padding: 14px 16px; }
  article header { flex-direction: column; gap: 6px; }
}
@media print {
  :root { color-scheme: light;
    --page: #fff; --card: #fff; --ink: #171b24; --soft: #565e6e; --line: #d6dae1; --code: #f0f2f5; --accent: #2f55d4;
    --critical: #a3123a; --high: #c8401a; --medium: #96680a; --low: #2361b8; --info: #5b6472;
    --critical-soft: #fbe7ec; --high-soft: #fcebe4; --medium-soft: #faf1da; --low-soft: #e6eefa; --info-soft: #eceef2;
    --good: #1d7347; --good-soft: #e3f3ea; }
  @page { size: A4; margin: 16mm 14mm; }
  body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, header.cover, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header.cover { padding-top: 0; }
  nav { display: none; }
  h2, h3, article header { break-after: avoid; }
  .scroll { overflow: visible; }
  tr, ol.top li { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
