/**
 * The command line interface, which offers the desk's functions without a window. Options, exit codes and JSON are
 * stable.
 */
@NullMarked
package uz.fiskaldesk.cli;

import org.jspecify.annotations.NullMarked;
