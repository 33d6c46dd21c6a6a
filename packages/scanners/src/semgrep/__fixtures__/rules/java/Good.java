import java.io.File;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.crypto.Cipher;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.io.FilenameUtils;
import org.owasp.encoder.Encode;

class Good {
  void command(String name) throws Exception {
    // ok: java-shell-command
    new ProcessBuilder("ls", name).start();
  }

  void query(Connection connection, String name) throws Exception {
    // ok: java-sql-string
    PreparedStatement statement = connection.prepareStatement("SELECT * FROM users WHERE name = ?");
    statement.setString(1, name);
  }

  Object read(InputStream in, ObjectInputFilter filter) {
    ObjectInputStream objects = new ObjectInputStream(in);
    objects.setObjectInputFilter(filter);
    // ok: java-deserialisation
    return objects.readObject();
  }

  void xml(InputStream in) {
    // ok: java-xxe
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
  }

  void crypto() throws Exception {
    // ok: java-weak-hash
    MessageDigest.getInstance("SHA-256");
    // ok: java-weak-cipher
    Cipher.getInstance("AES/GCM/NoPadding");
    // ok: java-weak-random
    int token = new SecureRandom().nextInt();
  }

  // ok: java-trust-all
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("not trusted");
  }

  void file(HttpServletRequest request, HttpServletResponse response) throws Exception {
    // ok: java-path-from-request
    new File("/srv/" + FilenameUtils.getName(request.getParameter("name")));
    // ok: java-reflected-input
    response.getWriter().println("<p>" + Encode.forHtml(request.getParameter("name")) + "</p>");
  }

  void security(HttpSecurity http) throws Exception {
    // ok: java-spring-csrf-off
    http.authorizeHttpRequests();
  }

  void cookie(Cookie cookie) {
    // ok: java-cookie-flags
    cookie.setHttpOnly(true);
  }
}
