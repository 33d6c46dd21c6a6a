import type { Snapshot } from '../history/snapshot.ts';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

const STATUS_VALUES = { PASS: 0, FAIL: 1, SKIP: 2, WAIVED: 3 } as const;

/** Check results by status, as `PASS` → 12. */
export type CheckTotals = Readonly<Record<string, number>>;

/** A run in the text format of Prometheus, for a Pushgateway. */
export function prometheusText(snapshot: Snapshot, checks: CheckTotals): string {
  return toMetrics(snapshot, checks)
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, help, samples }) =>
        `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${samples
          .map(({ labels, value }) => `${name}${labels === undefined ? '' : renderLabels(labels)} ${value}\n`)
          .join('')}`,
    )
    .join('');
}

function toMetrics(snapshot: Snapshot, checks: CheckTotals): readonly Metric[] {
  const { totals, diff_from_previous: diff } = snapshot;
  const byStatus: readonly (readonly [string, number])[] = [
    ['PASS', totals.pass],
    ['FAIL', totals.fail],
    ['SKIP', totals.skip],
    ['WAIVED', totals.waived],
  ];
  const counted = (entries: readonly (readonly [string, number])[]): Metric['samples'] =>
    entries.map(([status, value]) => ({ labels: { status }, value }));
  return [
    {
      name: 'wafpass_score',
      help: 'Weighted share of failing controls in percent; 0 is best.',
      samples: [{ value: snapshot.risk_score }],
    },
    { name: 'wafpass_controls_total', help: 'Controls by status.', samples: counted(byStatus) },
    { name: 'wafpass_checks_total', help: 'Check results by status.', samples: counted(Object.entries(checks)) },
    {
      name: 'wafpass_pillar_score',
      help: 'The same share by pillar.',
      samples: Object.entries(snapshot.pillar_scores).map(([pillar, value]) => ({ labels: { pillar }, value })),
    },
    {
      name: 'wafpass_control_status',
      help: '0 passed, 1 failed, 2 skipped, 3 waived.',
      samples: Object.entries(snapshot.control_statuses).map(([id, status]) => ({
        labels: {
          control_id: id,
          severity: snapshot.control_details[id]?.severity ?? '',
          pillar: snapshot.control_details[id]?.pillar ?? '',
        },
        value: STATUS_VALUES[status],
      })),
    },
    {
      name: 'wafpass_score_delta',
      help: 'Against the run before; above zero is worse.',
      samples: diff === null ? [] : [{ value: diff.score_delta }],
    },
    {
      name: 'wafpass_regressions_total',
      help: 'Controls that fail and did not in the run before.',
      samples: diff === null ? [] : [{ value: diff.regressions.length }],
    },
    {
      name: 'wafpass_improvements_total',
      help: 'Controls that failed in the run before and do not now.',
      samples: diff === null ? [] : [{ value: diff.improvements.length }],
    },
    {
      name: 'wafpass_run_timestamp_seconds',
      help: 'When the run was made.',
      samples: [{ value: Math.floor(Date.parse(snapshot.generated_at) / 1000) }],
    },
  ];
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return `{${parts.join(',')}}`;
}
