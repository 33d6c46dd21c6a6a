import { expect, it } from 'vitest';
import { renderTerminalSvg } from './terminal-svg.ts';

it('draws colours as fills, drops the codes and escapes the text', () => {
  const svg = renderTerminalSvg('scan', '\u001B[1;31m[CRITICAL]\u001B[0m a <b> & "c"\nplain\n');
  expect(svg).toContain(
    '<tspan fill="#ff7b72" font-weight="700">[CRITICAL]</tspan><tspan> a &lt;b&gt; &amp; &quot;c&quot;</tspan>',
  );
  expect(svg).toContain('<tspan>plain</tspan>');
  expect(svg).not.toContain('\u001B');
  expect(svg.match(/<text x="20"/g)).toHaveLength(2);
});
