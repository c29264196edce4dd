/** The supervisor's approval for guarded acts. Depends on the JDK and the support package only. */
@NullMarked
package uz.fiskaldesk.supervisor;

import org.jspecify.annotations.NullMarked;
