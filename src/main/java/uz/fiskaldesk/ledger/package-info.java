/** The durable store behind {@link uz.fiskaldesk.confirm.Ledger}: SQLite in WAL mode, by JDBI. The only package that knows JDBC. */
@NullMarked
package uz.fiskaldesk.ledger;

import org.jspecify.annotations.NullMarked;
