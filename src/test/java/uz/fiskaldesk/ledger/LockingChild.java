package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process that locks a ledger file exclusively until its input is closed, as a backup program might. */
final class LockingChild {
    static final String LOCKED = "locked";

    private LockingChild() {}

    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            System.out.println(LOCKED);
            System.in.readAllBytes();
        }
    }
}
