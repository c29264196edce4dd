/** The desk: its models put together, with a package for each use case and one for the window. */
@NullMarked
package uz.fiskaldesk.desk;

import org.jspecify.annotations.NullMarked;
