import { resolve } from 'node:path';
import { writeFileAtomic } from '@securescan/host';
import { blastRadius, blastRadiusMarkdown, createReferenceGraph } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import type { CheckedCode } from './check-code.ts';

/** Writes what depends on failing resources, where `--blast-radius` asks for it. */
export async function writeBlastRadius({ check }: CheckedCode, args: ParsedArguments, io: Io): Promise<void> {
  if (!args.has('blast-radius')) return;
  const { blocks } = check.state;
  const failures = check.evaluations.flatMap(({ control, status, results }) =>
    status === 'FAIL'
      ? results.flatMap((result) =>
          result.status === 'FAIL' && result.waiver === undefined && result.block !== null
            ? [{ address: result.resource, controlId: control.id, severity: control.severity }]
            : [],
        )
      : [],
  );
  const graph = createReferenceGraph(blocks);
  const byAddress = Map.groupBy(blocks, ({ address }) => address);
  const radius = blastRadius(failures, (address) => [
    ...new Set(
      (byAddress.get(address) ?? []).flatMap((block) => graph.referrersOf(block).map((link) => link.block.address)),
    ),
  ]);
  const file = args.find('blast-radius-out') ?? 'blast_radius.md';
  await writeFileAtomic(resolve(io.cwd, file), blastRadiusMarkdown(radius));
  await tell(io, `Blast radius written to ${file}`);
}
