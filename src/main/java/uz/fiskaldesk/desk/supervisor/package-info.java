/** Asks for the supervisor's PIN before a guarded act. */
@NullMarked
package uz.fiskaldesk.desk.supervisor;

import org.jspecify.annotations.NullMarked;
