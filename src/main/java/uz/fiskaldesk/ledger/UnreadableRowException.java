package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row has a value that no version of this program writes, such as an unknown word or an amount of zero: the database
 * was changed past the program. {@link ErrorTranslator} translates it.
 */
final class UnreadableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRowException(String row, Exception cause) {
        super(row + ": " + cause.getMessage(), cause);
    }

    /** Maps a row to an object. */
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /**
     * Maps a row.
     *
     * @param nameColumn the column that names the row in the message
     * @throws UnreadableRowException if a value is not valid
     */
    static <T> T guard(ResultSet row, String nameColumn, Mapper<T> mapper) throws SQLException {
        try {
            return mapper.map(row);
        } catch (UnreadableRowException e) {
            throw e;
        } catch (RuntimeException e) {
            // Enumerations, amounts, IDs and times refuse values with exceptions of several kinds.
            throw new UnreadableRowException(String.valueOf(row.getString(nameColumn)), e);
        } catch (SQLException e) {
            if (isConversion(e)) {
                throw new UnreadableRowException(String.valueOf(row.getString(nameColumn)), e);
            }
            throw e;
        }
    }

    /** PostgreSQL's driver refuses values that do not fit the type: a data exception, or one that cannot be coerced. */
    private static boolean isConversion(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.equals("42846");
    }
}
