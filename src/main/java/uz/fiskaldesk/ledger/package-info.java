/** The durable store behind {@link uz.fiskaldesk.confirm.Ledger}: SQLite or PostgreSQL, by JDBI. The only package that knows JDBC. */
@NullMarked
package uz.fiskaldesk.ledger;

import org.jspecify.annotations.NullMarked;
