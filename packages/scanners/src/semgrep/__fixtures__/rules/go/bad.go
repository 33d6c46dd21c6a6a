package sample

import (
	"crypto/des"
	"crypto/md5"
	"crypto/tls"
	"database/sql"
	"fmt"
	"html/template"
	"math/rand"
	"net/http"
	"os"
	"os/exec"

	"golang.org/x/crypto/ssh"
)

func commands(name string) {
	// ruleid: go-shell-command
	exec.Command("sh", "-c", "ls "+name)
}

func query(db *sql.DB, name string) {
	// ruleid: go-sql-string
	db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", name))
	// ruleid: go-sql-string
	db.Exec("DELETE FROM users WHERE name = '" + name + "'")
}

func connect() {
	// ruleid: go-tls-no-verify
	_ = tls.Config{InsecureSkipVerify: true}
	// ruleid: go-tls-old-version
	_ = tls.Config{MinVersion: tls.VersionTLS10}
	// ruleid: go-ssh-host-key
	_ = ssh.InsecureIgnoreHostKey()
}

func crypt(data []byte, key []byte) int {
	// ruleid: go-weak-hash
	md5.Sum(data)
	// ruleid: go-weak-cipher
	des.NewCipher(key)
	// ruleid: go-weak-random
	sessionToken := rand.Int()
	return sessionToken
}

func page(text string) template.HTML {
	// ruleid: go-html-unescaped
	return template.HTML(text)
}

func handle(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ruleid: go-path-from-request
	os.Open("/srv/" + name)
	// ruleid: go-ssrf
	http.Get(name)
}

func write(data []byte) {
	// ruleid: go-file-permissions
	os.WriteFile("/srv/data", data, 0o666)
}
