export * from './renderer.ts';
export * from './registry.ts';
export { firstSentence } from './first-sentence.ts';
export { selectShown } from './finding/suppression.ts';
export { addMarker, fingerprintPrefix, markerOf, parseMarker, stripMarkers } from './github-review/marker.ts';
export { parseDiffPositions, type DiffLine, type DiffPositions } from './github-review/diff-positions.ts';
export { commentPrefixOf } from './github-review/comment-prefix.ts';
export { severityPinFor, suggestionFor } from './github-review/suggestion.ts';
export { cutToWidth, displayWidth, padToWidth } from './display-width.ts';
