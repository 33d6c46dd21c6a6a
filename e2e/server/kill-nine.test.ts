import { describeDatabases } from '@securescan/testkit/databases';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../build-command.ts';
import { runTrial } from './kill-nine/trial.ts';
import { openWorkshop } from './workshop.ts';

/** `npm run proof` sets them higher. */
const KILLS = Number(process.env['SECURESCAN_PROOF_KILLS'] ?? 8);
const LIMIT_MS = Number(process.env['SECURESCAN_PROOF_MINUTES'] ?? 2) * 60_000;
const SEED = Number(process.env['SECURESCAN_PROOF_SEED'] ?? Date.now() % 1_000_000);

beforeAll(ensureBuilt);

describeDatabases('a server that is killed again and again', (makeDatabase) => {
  it(
    `loses nothing that it has acknowledged (${KILLS} kills, seed ${SEED})`,
    async () => {
      using workshop = openWorkshop();
      const database = await makeDatabase();
      const { kills, problems, figures } = await runTrial({
        database,
        workshop,
        kills: KILLS,
        seed: SEED,
        limitMs: LIMIT_MS,
        onKill: (count) => {
          if (KILLS > 20 && count % 10 === 0) process.stderr.write(`${database.kind}: ${count} kills\n`);
        },
      });
      process.stderr.write(`${database.kind}, seed ${SEED}: ${kills} kills, ${JSON.stringify(figures)}\n`);
      expect(problems).toEqual([]);
      expect(kills).toBe(KILLS);
      expect(figures['completed']).toBeGreaterThan(0);
    },
    LIMIT_MS + 300_000,
  );
});
