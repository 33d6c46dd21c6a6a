import { Client } from 'pg';

/** What each revision of wafpass-server's database adds, from 0001 on. */
const REVISIONS: readonly (readonly string[])[] = [
  [
    `create table runs (
       id uuid primary key, project text not null default '', branch text not null default '',
       git_sha text not null default '', triggered_by text not null default 'local',
       iac_framework text not null default 'terraform', score integer not null default 0,
       pillar_scores jsonb not null default '{}', findings jsonb not null default '[]',
       created_at timestamptz not null default now())`,
    'create index ix_runs_project on runs (project)',
    'create index ix_runs_created_at on runs (created_at)',
  ],
  [
    `alter table runs
       add column path text not null default '', add column controls_loaded integer not null default 0,
       add column controls_run integer not null default 0, add column detected_regions jsonb not null default '[]',
       add column source_paths jsonb not null default '[]'`,
  ],
  ["alter table runs add column controls_meta jsonb not null default '[]'"],
  ['alter table runs add column plan_changes jsonb'],
  [
    `create table controls (
       id text primary key, pillar text not null, severity text not null, type jsonb not null default '[]',
       description text not null, checks jsonb not null default '[]', source text not null default 'wafpass',
       created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
    'create index ix_controls_pillar on controls (pillar)',
    'create index ix_controls_severity on controls (severity)',
  ],
  ["alter table runs add column secret_findings jsonb not null default '[]'"],
  [
    `create table waivers (
       id text primary key, reason text not null default '', owner text not null default '',
       expires text not null default '', project text not null default '',
       created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
    `create table risk_acceptances (
       id text primary key, reason text not null default '', approver text not null default '',
       owner text not null default '', rfc text not null default '', jira_link text not null default '',
       other_link text not null default '', notes text not null default '', risk_level text not null default 'accepted',
       residual_risk text not null default 'medium', expires text not null default '',
       accepted_at text not null default '', project text not null default '',
       created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
  ],
];

/** Makes the tables of wafpass-server in an empty PostgreSQL database, as they are at a revision. */
export async function makeWafpassDatabase(url: string, revision = REVISIONS.length): Promise<void> {
  await queryPostgres(url, [
    'create table alembic_version (version_num varchar(32) primary key)',
    ...REVISIONS.slice(0, revision).flat(),
    `insert into alembic_version values ('${String(revision).padStart(4, '0')}')`,
  ]);
}

/** Runs statements on a connection of their own; a text, or a text with its values. */
export async function queryPostgres(
  url: string,
  statements: readonly (string | readonly [text: string, values: readonly unknown[]])[],
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) {
      if (typeof statement === 'string') await client.query(statement);
      else await client.query(statement[0], [...statement[1]]);
    }
  } finally {
    await client.end();
  }
}
