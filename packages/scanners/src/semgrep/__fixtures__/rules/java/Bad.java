import java.io.File;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.sql.Statement;
import java.util.Random;
import javax.crypto.Cipher;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.parsers.DocumentBuilderFactory;

class Bad {
  void command(String name) throws Exception {
    // ruleid: java-shell-command
    Runtime.getRuntime().exec("ls " + name);
  }

  void query(Statement statement, String name) throws Exception {
    // ruleid: java-sql-string
    statement.executeQuery("SELECT * FROM users WHERE name = '" + name + "'");
  }

  Object read(InputStream in) throws Exception {
    ObjectInputStream objects = new ObjectInputStream(in);
    // ruleid: java-deserialisation
    return objects.readObject();
  }

  void xml(InputStream in) throws Exception {
    // ruleid: java-xxe
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.newDocumentBuilder().parse(in);
  }

  void crypto() throws Exception {
    // ruleid: java-weak-hash
    MessageDigest.getInstance("MD5");
    // ruleid: java-weak-cipher
    Cipher.getInstance("AES/ECB/PKCS5Padding");
    // ruleid: java-weak-random
    int sessionToken = new Random().nextInt();
  }

  // ruleid: java-trust-all
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  void file(HttpServletRequest request, HttpServletResponse response) throws Exception {
    // ruleid: java-path-from-request
    new File("/srv/" + request.getParameter("name"));
    // ruleid: java-reflected-input
    response.getWriter().println("<p>" + request.getParameter("name") + "</p>");
  }

  void security(HttpSecurity http) throws Exception {
    // ruleid: java-spring-csrf-off
    http.csrf().disable();
  }

  void cookie(Cookie cookie) {
    // ruleid: java-cookie-flags
    cookie.setHttpOnly(false);
  }
}
