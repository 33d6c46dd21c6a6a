"""A small shop, written the way it should not be."""

import hashlib
import pickle
import sqlite3
import subprocess

import yaml
from flask import Flask, request

app = Flask(__name__)
database_password = "blue-Mountain-42-rain"


@app.route("/find")
def find():
    name = request.args.get("name", "")
    connection = sqlite3.connect("shop.db")
    rows = connection.execute("SELECT * FROM items WHERE name = '%s'" % name)
    return str(rows.fetchall())


@app.route("/price")
def price():
    return str(eval(request.args["formula"]))


@app.route("/ping")
def ping():
    return subprocess.check_output("ping -c 1 " + request.args["host"], shell=True)


@app.route("/settings", methods=["POST"])
def settings():
    return str(yaml.load(request.data, Loader=yaml.Loader))


@app.route("/basket", methods=["POST"])
def basket():
    return str(pickle.loads(request.data))


def token_for(user):
    return hashlib.md5(user.encode()).hexdigest()


# This one is meant: the value comes from our own build.
VERSION = eval("1 + 1")  # securescan: ignore * (build constant)

if __name__ == "__main__":
    app.run(host="0.0.0.0", debug=True)
