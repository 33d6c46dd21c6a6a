package sample

import (
	"crypto/aes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"database/sql"
	"html/template"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/crypto/ssh"
)

func commands(name string) {
	// ok: go-shell-command
	exec.Command("ls", name)
	// ok: go-shell-command
	exec.Command("sh", "-c", "ls | wc -l")
}

func query(db *sql.DB, name string) {
	// ok: go-sql-string
	db.Query("SELECT * FROM users WHERE name = $1", name)
}

func connect(key ssh.PublicKey) {
	// ok: go-tls-no-verify
	// ok: go-tls-old-version
	_ = tls.Config{MinVersion: tls.VersionTLS12}
	// ok: go-ssh-host-key
	_ = ssh.FixedHostKey(key)
}

func crypt(data []byte, key []byte, token []byte) {
	// ok: go-weak-hash
	sha256.Sum256(data)
	// ok: go-weak-cipher
	aes.NewCipher(key)
	// ok: go-weak-random
	rand.Read(token)
}

func page(text string) (string, template.HTML) {
	// ok: go-html-unescaped
	return text, template.HTML("<br>")
}

func handle(w http.ResponseWriter, r *http.Request) {
	// ok: go-path-from-request
	os.Open("/srv/" + filepath.Base(r.FormValue("name")))
	// ok: go-ssrf
	http.Get("https://example.org/data")
}

func write(data []byte) {
	// ok: go-file-permissions
	os.WriteFile("/srv/data", data, 0o640)
}
