package shop;

import java.io.InputStream;
import java.io.ObjectInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** A small shop, written the way it should not be. */
public class Shop {
  private static final String PASSWORD = "green-River-77-stone";

  ResultSet find(Connection connection, String name) throws Exception {
    Statement statement = connection.createStatement();
    return statement.executeQuery("SELECT * FROM items WHERE name = '" + name + "'");
  }

  Process ping(String host) throws Exception {
    return Runtime.getRuntime().exec("ping -c 1 " + host);
  }

  Object basket(InputStream input) throws Exception {
    return new ObjectInputStream(input).readObject();
  }

  Document settings(InputStream input) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(input);
  }

  byte[] token(String user) throws Exception {
    return MessageDigest.getInstance("MD5").digest((user + PASSWORD).getBytes());
  }
}
