/** The command line: the same work as at the desk, without a window. Its options, exit codes and JSON are stable. */
@NullMarked
package uz.fiskaldesk.cli;

import org.jspecify.annotations.NullMarked;
