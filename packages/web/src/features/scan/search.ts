import { SEVERITIES, TRIAGE_STATUSES } from '@securescan/model';
import { defineSearch, flagField, textField, wordsField } from '../../data/search-params.ts';

/** What of a scan is shown. `finding` is the one in the panel, by fingerprint. */
export const scanSearch = defineSearch({
  q: textField(),
  severity: wordsField(SEVERITIES),
  status: wordsField(TRIAGE_STATUSES),
  scanner: textField(100),
  suppressed: flagField(),
  finding: textField(64),
});

export type ScanSearch = ReturnType<typeof scanSearch.validate>;
