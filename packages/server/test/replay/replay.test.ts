import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extraMembers, headerDeviations, memberDeviations, playedElsewhere, replayDeviations } from './deviations.ts';
import { replayCore } from './files/core.ts';
import { replayInstall } from './files/install.ts';
import { replayRoutes } from './files/routes.ts';
import { replaySession } from './files/session.ts';
import { replaySignIn } from './files/sign-in.ts';
import { replayStreams } from './files/streams.ts';
import { replayWebhooks } from './files/webhooks.ts';
import { ledger } from './ledger.ts';
import { listRecorded } from './recorded.ts';

describe('core', () => {
  replayCore();
});
describe('signing in', () => {
  replaySignIn();
});
describe('routes', () => {
  replayRoutes();
});
describe('one session', () => {
  replaySession();
});
// They wait for each other's time limits; side by side they wait once.
describe.concurrent('streams and webhooks', () => {
  replayStreams();
  replayWebhooks();
});
describe('installing', () => {
  replayInstall();
});

/** Comes last: all files have been played by now. */
describe('nothing is left out', () => {
  const recorded = listRecorded();

  it('plays every recorded exchange, or says where it is played', () => {
    const missing = recorded.filter(
      ([file, name]) => !ledger.played.has(`${file}: ${name}`) && !(file in playedElsewhere),
    );
    expect(missing).toEqual([]);
    expect(recorded.filter(([file]) => !(file in playedElsewhere)).length).toBe(478);
  });

  it('knows every file there is', () => {
    const files = readdirSync(join(import.meta.dirname, '../../../testkit/data/http')).map((file) =>
      file.replace('.json', ''),
    );
    const known = new Set([...recorded.map(([file]) => file), 'fixtures', 'vectors']);
    expect(files.filter((file) => !known.has(file))).toEqual([]);
  });

  it('lists no deviation in vain', () => {
    const listed = Object.entries(replayDeviations).flatMap(([file, entries]) =>
      Object.keys(entries).map((name) => `${file}: ${name}`),
    );
    expect(listed.filter((name) => !ledger.played.has(name))).toEqual([]);
    expect(Object.keys(memberDeviations).filter((id) => !ledger.members.has(id))).toEqual([]);
    expect(Object.keys(headerDeviations).filter((id) => !ledger.headers.has(id))).toEqual([]);
    expect(Object.keys(extraMembers).filter((end) => !ledger.extras.has(end))).toEqual([]);
  });

  it('gives a ruling, a number of §26 or a BETTER or DO line for each', () => {
    const reasons = [
      ...Object.values(replayDeviations).flatMap((entries) => Object.values(entries).map(({ because }) => because)),
      ...Object.values(memberDeviations).map(({ because }) => because),
      ...Object.values(headerDeviations).map(({ because }) => because),
      ...Object.values(extraMembers),
    ];
    expect(reasons.filter((reason) => !/^(?:ruling \d|§\d|hardening [A-Z]\d|engine §\d)/.test(reason))).toEqual([]);
  });
});
