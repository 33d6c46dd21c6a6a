// Command service is a small HTTP service, written the way it should not be.
package main

import (
	"crypto/md5"
	"crypto/tls"
	"database/sql"
	"fmt"
	"net/http"
	"os/exec"
)

var db *sql.DB

func ping(w http.ResponseWriter, r *http.Request) {
	out, _ := exec.Command("sh", "-c", "ping -c 1 "+r.URL.Query().Get("host")).Output()
	fmt.Fprint(w, string(out))
}

func find(w http.ResponseWriter, r *http.Request) {
	rows, err := db.Query(fmt.Sprintf("SELECT * FROM items WHERE name = '%s'", r.URL.Query().Get("name")))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer rows.Close()
}

func token(user string) string {
	return fmt.Sprintf("%x", md5.Sum([]byte(user)))
}

func main() {
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	http.HandleFunc("/ping", ping)
	http.HandleFunc("/find", find)
	http.ListenAndServe(":8080", nil)
}
