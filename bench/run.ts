/** Prints every figure with its limit; names on the command line choose some. Ends with 1 when a figure is over its limit. */
import { isWithin, type Bench } from './figure.ts';

const LOADERS: Readonly<Record<string, () => Promise<Bench>>> = {
  startup: async () => (await import('./cli-startup.ts')).startupBench,
  walk: async () => (await import('./walk.ts')).walkBench,
  rescan: async () => (await import('./rescan.ts')).rescanBench,
  secrets: async () => (await import('./secrets.ts')).secretsBench,
  pipeline: async () => (await import('./pipeline.ts')).pipelineBench,
  render: async () => (await import('./render.ts')).renderBench,
  server: async () => (await import('./server/index.ts')).serverBench,
  million: async () => (await import('./million-findings.ts')).millionBench,
  webhooks: async () => (await import('./webhooks.ts')).webhooksBench,
  'event-streams': async () => (await import('./event-streams.ts')).eventStreamsBench,
  'whole-scan': async () => (await import('./whole-scan.ts')).wholeScanBench,
  health: async () => (await import('./health.ts')).healthBench,
  hcl: async () => (await import('./hcl.ts')).hclBench,
  waf: async () => (await import('./waf.ts')).wafBench,
  'waf-server': async () => (await import('./waf-server.ts')).wafServerBench,
  'waf-store': async () => (await import('./waf-store.ts')).wafStoreBench,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !(id in LOADERS));
if (unknown.length > 0) {
  process.stderr.write(`unknown bench ${unknown.join(', ')}; choose ${Object.keys(LOADERS).join(', ')}\n`);
  process.exit(2);
}

let isOver = false;
for (const [id, load] of Object.entries(LOADERS)) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const bench = await load();
  for (const figure of await bench.run()) {
    if ('skipped' in figure) {
      process.stdout.write(`skip  ${figure.name}: ${figure.skipped}\n`);
      continue;
    }
    const { name, against, value, limit, unit, note } = figure;
    const bound = figure.atLeast ? 'at least' : 'limit';
    if (!isWithin(figure)) isOver = true;
    process.stdout.write(
      `${isWithin(figure) ? 'ok  ' : 'OVER'}  ${name}: ${value.toFixed(2)} ${unit} (${bound} ${limit} ${unit}, against ${against}; ${note})\n`,
    );
  }
}
process.exitCode = isOver ? 1 : 0;
