import DOMPurify from 'dompurify';

export function Comment({ text }: { text: string }) {
  // ok: react-dangerous-html
  return <div>{text}</div>;
}

export function Rich({ html }: { html: string }) {
  // ok: react-dangerous-html
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(html) }} />;
}
