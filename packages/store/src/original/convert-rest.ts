import type { Bom, BomComponent, Severity } from '@securescan/model';
import { compareCodePoints, SEVERITIES } from '@securescan/model';
import type { z } from 'zod';
import { clean, cleanOrNull, toJson } from '../json-text.ts';
import type { StoreDatabase } from '../schema.ts';
import {
  OriginalComment,
  OriginalComponent,
  OriginalDelivery,
  OriginalKey,
  OriginalNotification,
  OriginalSbom,
  OriginalState,
  OriginalWebhook,
  readOriginal,
} from './rows.ts';

/** Verdicts, with the first entry of their history, and comments. */
export async function convertTriage(db: StoreDatabase): Promise<void> {
  for await (const page of readOriginal(db, 'finding_states', OriginalState)) {
    for (const { fingerprint, status, note, updated_at, updated_by } of page) {
      const verdict = { fingerprint, status, note: cleanOrNull(note), updated_by: cleanOrNull(updated_by) };
      await db
        .insertInto('finding_states')
        .values({ ...verdict, updated_at, principal: null, expires_at: null })
        .execute();
      await db
        .insertInto('finding_state_events')
        .values({ ...verdict, from_status: null, at: updated_at, principal: null })
        .execute();
    }
  }
  for await (const page of readOriginal(db, 'finding_comments', OriginalComment)) {
    for (const comment of page) {
      await db
        .insertInto('finding_comments')
        .values({
          id: comment.id,
          fingerprint: comment.fingerprint,
          text: clean(comment.text),
          author: cleanOrNull(comment.author),
          principal: null,
          created_at: comment.created_at,
        })
        .execute();
    }
  }
}

/** Keys; their hashes have the same form, so they stay good. */
export async function convertKeys(db: StoreDatabase): Promise<void> {
  for await (const page of readOriginal(db, 'api_keys', OriginalKey)) {
    for (const key of page) {
      await db
        .insertInto('api_keys')
        .values({
          id: key.id,
          name: clean(key.name),
          key_hash: key.key_hash,
          prefix: key.prefix,
          scopes: toJson(key.scopes),
          created_at: key.created_at,
          last_used_at: key.last_used_at,
          revoked_at: key.revoked_at,
        })
        .execute();
    }
  }
}

/** Webhooks and their outbox in the order of creation; what was being delivered waits again. @returns orphaned deliveries */
export async function convertWebhooks(db: StoreDatabase, now: string): Promise<number> {
  const known = new Set<string>();
  for await (const page of readOriginal(db, 'webhooks', OriginalWebhook)) {
    for (const webhook of page) {
      known.add(webhook.id);
      await db
        .insertInto('webhooks')
        .values({
          id: webhook.id,
          name: clean(webhook.name),
          url: webhook.url,
          secret: webhook.secret,
          event_filter: toJson(webhook.event_filter),
          enabled: webhook.enabled === 0 ? 0 : 1,
          created_at: webhook.created_at,
        })
        .execute();
    }
  }
  let orphans = 0;
  for await (const page of readOriginal(db, 'webhook_deliveries', OriginalDelivery, { by: 'created_at' })) {
    const kept = page.filter(({ webhook_id }) => known.has(webhook_id));
    orphans += page.length - kept.length;
    for (const { status, next_attempt_at, payload, response_body, ...delivery } of kept) {
      const isBegun = status === 'delivering';
      await db
        .insertInto('webhook_deliveries')
        .values({
          ...delivery,
          payload: toJson(payload),
          status: isBegun ? 'pending' : status,
          next_attempt_at: isBegun ? now : next_attempt_at,
          response_body: cleanOrNull(response_body),
        })
        .execute();
    }
  }
  return orphans;
}

/** To be called when the scans are there: the severity of a finished scan's notice is that of its worst finding. */
export async function convertNotifications(db: StoreDatabase): Promise<void> {
  for await (const page of readOriginal(db, 'notifications', OriginalNotification)) {
    for (const notice of page) {
      const scanId = /^\/scan\/([^/?#]+)$/.exec(notice.link ?? '')?.[1] ?? null;
      await db
        .insertInto('notifications')
        .values({
          id: notice.id,
          type: notice.type,
          title: clean(notice.title),
          body: cleanOrNull(notice.body),
          link: notice.link,
          severity: await findSeverity(db, notice, scanId),
          level: notice.severity,
          scan_id: scanId,
          created_at: notice.created_at,
          read_at: notice.read_at,
        })
        .execute();
    }
  }
}

async function findSeverity(
  db: StoreDatabase,
  { type, severity }: z.output<typeof OriginalNotification>,
  scanId: string | null,
): Promise<Severity> {
  if (type === 'scan.complete' && scanId !== null) {
    const scan = await db.selectFrom('scans').select('severity_counts').where('id', '=', scanId).executeTakeFirst();
    // Written by `convertScans`.
    const counts = scan && (JSON.parse(scan.severity_counts) as Record<Severity, number>);
    const worst = counts && SEVERITIES.find((level) => counts[level] > 0);
    if (worst) return worst;
  }
  if (severity === 'error') return 'high';
  return severity === 'info' ? 'info' : 'medium';
}

/** Bills of materials. The document was never kept, so it is made of its components. @returns components without a document */
export async function convertSboms(db: StoreDatabase): Promise<number> {
  let components = 0;
  for await (const page of readOriginal(db, 'sbom_documents', OriginalSbom)) {
    for (const sbom of page) components += await convertSbom(db, sbom);
  }
  let all = 0;
  for await (const page of readOriginal(db, 'sbom_components', OriginalComponent)) all += page.length;
  return all - components;
}

async function convertSbom(db: StoreDatabase, sbom: z.output<typeof OriginalSbom>): Promise<number> {
  const rows: z.output<typeof OriginalComponent>[] = [];
  for await (const page of readOriginal(db, 'sbom_components', OriginalComponent, { where: ['sbom_id', sbom.id] })) {
    rows.push(...page);
  }
  const sorted = rows.toSorted(
    (a, b) =>
      compareCodePoints(a.name, b.name) ||
      compareCodePoints(a.version, b.version) ||
      compareCodePoints(a.purl ?? '', b.purl ?? ''),
  );
  // Documents outlive scans.
  const scan =
    sbom.scan_id === null
      ? undefined
      : await db.selectFrom('scans').select('id').where('id', '=', sbom.scan_id).executeTakeFirst();
  await db
    .insertInto('sbom_documents')
    .values({
      id: sbom.id,
      scan_id: scan?.id ?? null,
      target_path: clean(sbom.target_path),
      format: sbom.format,
      bom: toJson(toBom(sbom.target_path, sorted)),
      component_count: sorted.length,
      created_at: sbom.created_at,
    })
    .execute();
  for (const [position, row] of sorted.entries()) {
    await db
      .insertInto('sbom_components')
      .values({
        ...row,
        position,
        name: clean(row.name),
        version: clean(row.version),
        purl: cleanOrNull(row.purl),
        license: cleanOrNull(row.license),
        supplier: cleanOrNull(row.supplier),
      })
      .execute();
  }
  return sorted.length;
}

function toBom(targetPath: string, rows: readonly z.output<typeof OriginalComponent>[]): Bom {
  const components = new Map<string, BomComponent>();
  for (const row of rows) {
    const purl = row.purl ?? `pkg:generic/${encodeURIComponent(row.name)}@${encodeURIComponent(row.version)}`;
    if (components.has(purl)) continue;
    components.set(purl, {
      purl,
      type: row.type === 'application' || row.type === 'framework' ? row.type : 'library',
      name: row.name,
      group: null,
      version: row.version === '' ? null : row.version,
      ecosystem: /^pkg:([^/]+)\//.exec(purl)?.[1] ?? 'generic',
      scope: 'required',
      licence: row.license,
      supplier: row.supplier,
      hashes: [],
      sources: [],
      dependsOn: [],
      direct: true,
    });
  }
  const name = targetPath.split(/[/\\]/).findLast((part) => part !== '') ?? targetPath;
  return {
    root: { name, version: null },
    components: [...components.values()].toSorted((a, b) => compareCodePoints(a.purl, b.purl)),
    sources: [],
  };
}
