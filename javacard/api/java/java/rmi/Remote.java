package java.rmi;

/** Marks an interface whose methods a terminal may call by remote method invocation. */
public interface Remote {
}
