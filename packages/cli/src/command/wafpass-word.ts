/** First word that `wafpass` puts before its own arguments. */
export const WAFPASS_WORD = 'wafpass';
