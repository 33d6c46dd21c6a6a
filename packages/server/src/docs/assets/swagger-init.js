// The page has no inline script, so that its content policy can forbid it.
window.ui = SwaggerUIBundle({
  url: document.querySelector('#swagger-ui').dataset.document,
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
