const child = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const vm = require('node:vm');
const cors = require('cors');
const express = require('express');
const jwt = require('jsonwebtoken');
const serialize = require('node-serialize');

const app = express();

function code(text) {
  // ruleid: javascript-eval
  eval(text);
  // ruleid: javascript-eval
  new Function('a', text);
  // ruleid: javascript-eval
  vm.runInThisContext(text);
  // ruleid: javascript-unserialize
  serialize.unserialize(text);
}

function commands(name) {
  // ruleid: javascript-shell-command
  child.exec(`ls ${name}`, () => {});
  // ruleid: javascript-shell-command
  child.execSync('ls ' + name);
  // ruleid: javascript-spawn-shell
  child.spawn('ls', [name], { shell: true });
}

function query(db, name, model, req) {
  // ruleid: javascript-sql-string
  db.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ruleid: javascript-sql-string
  db.query("SELECT * FROM users WHERE name = '" + name + "'");
  // ruleid: javascript-nosql-injection
  return model.findOne(req.body);
}

function page(element, text) {
  // ruleid: javascript-inner-html
  element.innerHTML = text;
  // ruleid: javascript-inner-html
  document.write(text);
}

function tls(agent) {
  // ruleid: javascript-tls-no-verify
  agent.connect({ host: 'example.org', rejectUnauthorized: false });
  // ruleid: javascript-tls-no-verify
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
}

function crypt(data, key) {
  // ruleid: javascript-weak-hash
  crypto.createHash('md5').update(data);
  // ruleid: javascript-weak-cipher
  crypto.createCipheriv('aes-128-ecb', key, null);
  // ruleid: javascript-weak-random
  const sessionToken = Math.random().toString(36);
  return sessionToken;
}

function tokens(token, payload) {
  // ruleid: javascript-jwt-no-verify
  jwt.verify(token, 'key', { algorithms: ['none'] });
  // ruleid: javascript-jwt-hard-coded-key
  return jwt.sign(payload, 'correct horse');
}

function merge(target, source) {
  // ruleid: javascript-prototype-pollution
  for (const key in source) {
    target[key] = source[key];
  }
}

// ruleid: express-cors-any-origin
app.use(cors({ origin: true, credentials: true }));

app.get('/hello', (req, res) => {
  // ruleid: express-reflected-input
  res.send('<p>Hello ' + req.query.name + '</p>');
});

app.get('/file', (req, res) => {
  // ruleid: javascript-path-from-request
  fs.createReadStream('/srv/' + req.query.name).pipe(res);
});

app.get('/go', (req, res) => {
  // ruleid: javascript-open-redirect
  res.redirect(req.query.to);
});

app.get('/fetch', async (req, res) => {
  // ruleid: javascript-ssrf
  const answer = await fetch(req.query.url);
  res.json(await answer.json());
});

app.get('/search', (req, res) => {
  // ruleid: javascript-regex-from-input
  const pattern = new RegExp(req.query.q);
  res.json(pattern.test('text'));
});

app.get('/login', (req, res) => {
  // ruleid: express-cookie-flags
  res.cookie('sid', 'value', { httpOnly: false });
  res.end();
});

function destructured(name) {
  const { exec } = require('child_process');
  // ruleid: javascript-shell-command
  exec('ls ' + name);
}
