/** Newer versions of the program: the question in the status bar and its page. */
@NullMarked
package uz.fiskaldesk.desk.update;

import org.jspecify.annotations.NullMarked;
