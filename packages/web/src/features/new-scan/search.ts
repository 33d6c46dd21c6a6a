import { SCAN_TYPES } from '@securescan/model';
import { defineSearch, textField, wordsField } from '../../data/search-params.ts';

/** The draft lives in the address: it survives a reload, and can be sent to a colleague. No types means those that can run. */
export const newScanSearch = defineSearch({
  target: textField(4096),
  types: wordsField(SCAN_TYPES),
  url: textField(2048),
  host: textField(255),
});
