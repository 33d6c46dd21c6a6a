// The page has no inline script, so that its content policy can forbid it. The search would need a worker made from text.
const place = document.querySelector('#redoc');
Redoc.init(place.dataset.document, { disableSearch: true, hideDownloadButton: false, nativeScrollbars: true }, place);
