import hashlib
import os
import pickle
import random
import ssl
import subprocess
import tarfile
import tempfile
import xml.dom.minidom

import flask
import jinja2
import jwt
import paramiko
import requests
import yaml
from Crypto.Cipher import AES, DES
from flask import request

app = flask.Flask(__name__)


def code(text):
    # ruleid: python-eval
    eval(text)
    # ruleid: python-eval
    exec(text)


def commands(name):
    # ruleid: python-shell-command
    subprocess.run("ls " + name, shell=True)
    # ruleid: python-shell-command
    os.system("ls %s" % name)


def load(data):
    # ruleid: python-pickle-load
    pickle.loads(data)
    # ruleid: python-yaml-load
    yaml.load(data)
    # ruleid: python-yaml-load
    yaml.load(data, Loader=yaml.Loader)
    # ruleid: python-xml-entities
    xml.dom.minidom.parseString(data)


def query(cursor, name):
    # ruleid: python-sql-string
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: python-sql-string
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: python-sql-string
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")


def tls(url):
    # ruleid: python-requests-no-verify
    requests.get(url, verify=False)
    # ruleid: python-requests-no-verify
    ssl._create_unverified_context()


def crypto(data, key):
    # ruleid: python-weak-hash
    hashlib.md5(data)
    # ruleid: python-weak-hash
    hashlib.new("sha1", data)
    # ruleid: python-weak-cipher
    DES.new(key)
    # ruleid: python-weak-cipher
    AES.new(key, AES.MODE_ECB)
    # ruleid: python-weak-random
    session_token = str(random.randint(0, 1 << 64))
    return session_token


def temporary():
    # ruleid: python-temp-file
    return tempfile.mktemp()


def files(path):
    # ruleid: python-file-permissions
    os.chmod(path, 0o777)
    with tarfile.open(path) as archive:
        # ruleid: python-tar-extract
        archive.extractall("/srv/data")


def token(text):
    # ruleid: python-jwt-no-verify
    jwt.decode(text, options={"verify_signature": False})


def connect():
    client = paramiko.SSHClient()
    # ruleid: python-ssh-host-key
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())


@app.route("/file")
def download():
    name = request.args.get("name")
    # ruleid: python-path-from-request
    return open("/srv/files/" + name).read()


@app.route("/ping")
def ping():
    host = request.args["host"]
    # ruleid: python-command-from-request
    return subprocess.check_output(["ping", host])


@app.route("/fetch")
def fetch():
    # ruleid: python-ssrf
    return requests.get(request.args["url"]).text


@app.route("/hello")
def hello(template):
    # ruleid: python-template-injection
    jinja2.Template(template)
    # ruleid: python-template-injection
    return flask.render_template_string(template)


# ruleid: python-flask-debug
app.run(debug=True)
