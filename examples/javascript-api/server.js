'use strict';

const { exec } = require('node:child_process');
const crypto = require('node:crypto');
const express = require('express');

const app = express();
const api_key = 'q7RkP2vXw9LmT4zBn6Hs';

app.get('/ping', (request, response) => {
  exec('ping -c 1 ' + request.query.host, (error, output) => response.send(output));
});

app.get('/price', (request, response) => {
  response.send(String(eval(request.query.formula)));
});

app.get('/hello', (request, response) => {
  response.send('<h1>Hello ' + request.query.name + '</h1>');
});

app.get('/go', (request, response) => {
  response.redirect(request.query.to);
});

function tokenFor(user) {
  return crypto.createHash('md5').update(user + api_key).digest('hex');
}

module.exports = { app, tokenFor };
