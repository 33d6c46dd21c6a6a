const { execFile, exec } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const cors = require('cors');
const DOMPurify = require('dompurify');
const escapeHtml = require('escape-html');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

function code(text) {
  // ok: javascript-eval
  JSON.parse(text);
  // ok: javascript-eval
  eval('1 + 1');
}

function commands(name) {
  // ok: javascript-shell-command
  execFile('ls', [name]);
  // ok: javascript-shell-command
  exec('ls | wc -l');
  // ok: javascript-spawn-shell
  execFile('ls', [name], { cwd: '/' });
}

function query(db, name, model, req) {
  // ok: javascript-sql-string
  db.query('SELECT * FROM users WHERE name = $1', [name]);
  // ok: javascript-nosql-injection
  return model.findOne({ name: String(req.body.name) });
}

function page(element, text) {
  // ok: javascript-inner-html
  element.textContent = text;
  // ok: javascript-inner-html
  element.innerHTML = DOMPurify.sanitize(text);
}

function tls(agent) {
  // ok: javascript-tls-no-verify
  agent.connect({ host: 'example.org', rejectUnauthorized: true });
}

function crypt(data, key, iv) {
  // ok: javascript-weak-hash
  crypto.createHash('sha256').update(data);
  // ok: javascript-weak-cipher
  crypto.createCipheriv('aes-256-gcm', key, iv);
  // ok: javascript-weak-random
  const token = crypto.randomUUID();
  // ok: javascript-weak-random
  const colour = Math.random() > 0.5 ? 'red' : 'blue';
  return [token, colour];
}

function tokens(token, payload) {
  // ok: javascript-jwt-no-verify
  jwt.verify(token, process.env.KEY, { algorithms: ['HS256'] });
  // ok: javascript-jwt-hard-coded-key
  return jwt.sign(payload, process.env.KEY);
}

function merge(target, source) {
  // ok: javascript-prototype-pollution
  for (const key in source) {
    if (key === '__proto__') continue;
    target[key] = source[key];
  }
}

// ok: express-cors-any-origin
app.use(cors({ origin: 'https://example.org', credentials: true }));

app.get('/hello', (req, res) => {
  // ok: express-reflected-input
  res.send('<p>Hello ' + escapeHtml(req.query.name) + '</p>');
});

app.get('/file', (req, res) => {
  // ok: javascript-path-from-request
  fs.createReadStream('/srv/' + path.basename(req.query.name)).pipe(res);
});

app.get('/go', (req, res) => {
  // ok: javascript-open-redirect
  res.redirect('/home');
});

app.get('/fetch', async (req, res) => {
  // ok: javascript-ssrf
  const answer = await fetch('https://example.org/data');
  res.json(await answer.json());
});

app.get('/search', (req, res) => {
  // ok: javascript-regex-from-input
  const pattern = new RegExp(RegExp.escape(req.query.q));
  res.json(pattern.test('text'));
});

app.get('/login', (req, res) => {
  // ok: express-cookie-flags
  res.cookie('sid', 'value', { httpOnly: true, secure: true, sameSite: 'lax' });
  res.end();
});

function load(text) {
  // ok: javascript-unserialize
  return JSON.parse(text);
}
