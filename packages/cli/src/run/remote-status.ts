import { SecureScanError } from '@securescan/model';
import type { ScanType } from '@securescan/model';
import { z } from 'zod';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { renderColumns } from './columns.ts';
import { fetchJson } from './remote.ts';
import type { Server } from './server-options.ts';

const RemoteStatus = z.object({
  scanners: z.array(
    z.looseObject({
      name: z.string(),
      scan_type: z.string(),
      available: z.boolean(),
      version: z.string().nullish(),
      install_hint: z.string().nullish(),
    }),
  ),
});

/** Shows the scanners of a server, as `status` shows those of this machine. */
export async function showRemote(
  server: Server,
  options: {
    readonly format: 'text' | 'json';
    readonly types: readonly ScanType[];
    readonly required: readonly ScanType[];
  },
  io: Io,
): Promise<ExitCode> {
  const answer = RemoteStatus.safeParse(await fetchJson(server, '/api/v1/dashboard/status', io));
  if (!answer.success)
    throw new SecureScanError('E_NETWORK', `${server.url.origin} did not answer with a list of scanners`);
  const wanted: readonly string[] = options.types;
  const shown = answer.data.scanners.filter(({ scan_type }) => wanted.length === 0 || wanted.includes(scan_type));
  const rows = shown.map((row) => [
    row.name,
    row.scan_type,
    row.available ? 'yes' : 'no',
    row.version ?? '',
    toVisible(row.install_hint ?? ''),
  ]);
  await io.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify({ ...answer.data, scanners: shown }, null, 2)}\n`
      : renderColumns([['Scanner', 'Type', 'Available', 'Version', 'Notes'], ...rows], {
          width: io.stdout.columns(),
        }),
  );
  const lacking = options.required.filter(
    (type) => !answer.data.scanners.some(({ scan_type, available }) => available && scan_type === type),
  );
  for (const type of lacking) await tell(io, `status: ${server.url.origin} has no usable ${type} scanner`);
  return lacking.length > 0 ? EXIT.gate : EXIT.ok;
}
