import type { FindingFacets } from '@securescan/contract';
import { SEVERITIES, TRIAGE_STATUSES } from '@securescan/model';
import { Rows2, Rows3 } from 'lucide-react';
import type { z } from 'zod';
import { TRIAGE_LABELS } from '../../product/finding/finding.ts';
import { TRIAGE_TONES } from '../../product/finding/triage-badge.tsx';
import { SEVERITY_LABELS } from '../../product/severity.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { toCount } from '../../ui/time.ts';
import { type Density, keepDensity } from './density.ts';
import type { ScanSearch } from './search.ts';

/** Filters of the list of findings; each choice says how many it would show. */
export function FindingFilters({
  search,
  facets,
  shown,
  density,
  onDensity,
  onChange,
}: {
  readonly search: ScanSearch;
  /** Undefined until they are known. */
  readonly facets: z.output<typeof FindingFacets> | undefined;
  readonly shown: number | null;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
  readonly onChange: (changes: Partial<ScanSearch>, isTyping: boolean) => void;
}) {
  const scanners = facets?.scanner ?? [];
  const isScannerKnown = search.scanner === '' || scanners.some(({ name }) => name === search.scanner);
  const other = density === 'compact' ? 'comfortable' : 'compact';
  return (
    <div data-print="hide" className="flex flex-col gap-2 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Filter findings"
          placeholder="Title, path or rule"
          value={search.q}
          onSearch={(q) => onChange({ q }, true)}
        />
        <Select
          label="Scanner"
          value={search.scanner}
          options={[
            { value: '', label: 'All scanners' },
            ...scanners.map(({ name, count }) => ({ value: name, label: `${name} (${toCount(count)})` })),
            ...(isScannerKnown ? [] : [{ value: search.scanner, label: search.scanner }]),
          ]}
          onChange={(scanner) => onChange({ scanner }, false)}
        />
        <label className="flex h-8 items-center gap-2 text-sm text-muted">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={search.suppressed}
            onChange={({ target }) => onChange({ suppressed: target.checked }, false)}
          />
          Show suppressed
        </label>
        <span role="status" className="ml-auto text-sm text-muted">
          {shown === null ? '' : shown === 1 ? '1 finding' : `${toCount(shown)} findings`}
        </span>
        <span className="max-sm:hidden">
          <IconButton
            label={other === 'compact' ? 'Compact rows' : 'Comfortable rows'}
            onClick={() => {
              keepDensity(other);
              onDensity(other);
            }}
          >
            {other === 'compact' ? (
              <Rows3 size={16} strokeWidth={1.5} aria-hidden />
            ) : (
              <Rows2 size={16} strokeWidth={1.5} aria-hidden />
            )}
          </IconButton>
        </span>
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        <FilterChips
          label="Severity"
          chips={SEVERITIES.map((severity) => ({
            value: severity,
            label: SEVERITY_LABELS[severity],
            tone: severity,
            count: facets?.severity[severity],
          }))}
          chosen={search.severity}
          onChange={(severity) => onChange({ severity }, false)}
        />
        <FilterChips
          label="Verdict"
          chips={TRIAGE_STATUSES.filter(
            (status) => status === 'new' || search.status.includes(status) || (facets?.status[status] ?? 0) > 0,
          ).map((status) => ({
            value: status,
            label: TRIAGE_LABELS[status],
            tone: TRIAGE_TONES[status],
            count: facets?.status[status],
          }))}
          chosen={search.status}
          onChange={(status) => onChange({ status }, false)}
        />
      </div>
    </div>
  );
}
