import ast
import hashlib
import os
import random
import secrets
import subprocess
import tarfile
import tempfile

import defusedxml.ElementTree
import flask
import jwt
import paramiko
import requests
import yaml
from Crypto.Cipher import AES
from flask import request
from werkzeug.utils import secure_filename

app = flask.Flask(__name__)


def code(text):
    # ok: python-eval
    ast.literal_eval(text)
    # ok: python-eval
    eval("1 + 1")


def commands(name):
    # ok: python-shell-command
    subprocess.run(["ls", name])
    # ok: python-shell-command
    subprocess.run("ls | wc -l", shell=True)


def load(data):
    # ok: python-yaml-load
    yaml.safe_load(data)
    # ok: python-yaml-load
    yaml.load(data, Loader=yaml.SafeLoader)


def query(cursor, name):
    # ok: python-sql-string
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    # ok: python-sql-string
    cursor.execute("SELECT * " + "FROM users")


def tls(url):
    # ok: python-requests-no-verify
    requests.get(url, verify="/etc/ssl/own-authority.pem")


def crypto(data, key):
    # ok: python-weak-hash
    hashlib.sha256(data)
    # ok: python-weak-hash
    hashlib.md5(data, usedforsecurity=False)
    # ok: python-weak-cipher
    AES.new(key, AES.MODE_GCM)
    # ok: python-weak-random
    token = secrets.token_hex(32)
    # ok: python-weak-random
    colour = random.choice(["red", "blue"])
    return token, colour


def temporary():
    # ok: python-temp-file
    return tempfile.NamedTemporaryFile()


def files(path):
    # ok: python-file-permissions
    os.chmod(path, 0o640)
    with tarfile.open(path) as archive:
        # ok: python-tar-extract
        archive.extractall("/srv/data", filter="data")


def token(text, key):
    # ok: python-jwt-no-verify
    jwt.decode(text, key, algorithms=["HS256"])


def connect():
    client = paramiko.SSHClient()
    # ok: python-ssh-host-key
    client.set_missing_host_key_policy(paramiko.RejectPolicy())


@app.route("/file")
def download():
    name = secure_filename(request.args.get("name"))
    # ok: python-path-from-request
    return open("/srv/files/" + name).read()


@app.route("/ping")
def ping():
    # ok: python-command-from-request
    return subprocess.check_output(["ping", "localhost"])


@app.route("/fetch")
def fetch():
    # ok: python-ssrf
    return requests.get("https://example.org/data").text


@app.route("/hello")
def hello(name):
    # ok: python-template-injection
    return flask.render_template_string("Hello {{ name }}", name=name)


# ok: python-flask-debug
app.run()


def parse(text):
    # ok: python-pickle-load
    flask.json.loads(text)
    # ok: python-xml-entities
    defusedxml.ElementTree.fromstring(text)
